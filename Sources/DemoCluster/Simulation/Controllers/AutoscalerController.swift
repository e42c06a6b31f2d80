import Foundation
import Kubernetes

/// Reports on HorizontalPodAutoscalers: the simulated load never asks for more than the minimum.
struct AutoscalerController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .horizontalPodAutoscaler: change.operation == .deleted ? [] : [change.key]
        case .deployment, .statefulSet: plane.keys(.horizontalPodAutoscaler, in: change.key.namespace)
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let scaler = plane.store.get(key) else { return nil }
        let reference = scaler[path: "spec", "scaleTargetRef"]
        let kind = ResourceKind.named(
            reference?["kind"]?.string ?? "", apiVersion: reference?["apiVersion"]?.string ?? "apps/v1")
        let name = reference?["name"]?.string ?? ""
        let target = kind.flatMap { plane.get($0, key.namespace, name) }
        var replicas = target?[path: "spec", "replicas"]?.integer ?? 0
        let bounds = (
            scaler[path: "spec", "minReplicas"]?.integer ?? 1,
            scaler[path: "spec", "maxReplicas"]?.integer ?? 1
        )
        if let kind, target != nil, replicas > 0, replicas < bounds.0 || replicas > bounds.1 {
            replicas = min(max(replicas, bounds.0), bounds.1)
            try plane.change(ObjectKey(kind, namespace: key.namespace, name: name)) {
                $0["spec"]?["replicas"] = JSONValue(count: replicas)
            }
        }
        try plane.setStatus(key) { status in
            status["currentReplicas"] = JSONValue(count: target?[path: "status", "replicas"]?.integer ?? 0)
            status["desiredReplicas"] = JSONValue(count: replicas)
            status.setCondition(
                "AbleToScale", target != nil, reason: target == nil ? "FailedGetScale" : "ReadyForNewScale",
                message: target == nil ? "the target was not found" : "recommended size matches current size",
                at: plane.timestamp)
        }
        return nil
    }
}
