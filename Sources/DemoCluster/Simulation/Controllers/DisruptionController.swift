import Foundation
import Kubernetes

/// Counts how many pods of a PodDisruptionBudget may be disturbed.
struct DisruptionController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .podDisruptionBudget: change.operation == .deleted ? [] : [change.key]
        case .pod: plane.keys(.podDisruptionBudget, in: change.key.namespace)
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let budget = plane.store.get(key) else { return nil }
        let selector = LabelSelector(budget[path: "spec", "selector"] ?? [:])
        let pods = plane.list(.pod, in: key.namespace).filter {
            selector.matches($0.labels) && !PodTemplate.isOver($0)
        }
        let healthy = pods.count { PodTemplate.isReady($0) && !$0.isBeingDeleted }
        let expected = pods.count
        let desired: Int
        if let most = budget[path: "spec", "maxUnavailable"] {
            desired = max(
                0, expected - PodTemplate.resolve(most, of: expected, roundingUp: true, default: "0"))
        } else {
            desired = PodTemplate.resolve(
                budget[path: "spec", "minAvailable"], of: expected, roundingUp: true, default: "1")
        }
        let allowed = max(0, healthy - desired)
        try plane.setStatus(key) { status in
            status["observedGeneration"] = budget.generation
            status["currentHealthy"] = JSONValue(count: healthy)
            status["desiredHealthy"] = JSONValue(count: desired)
            status["expectedPods"] = JSONValue(count: expected)
            status["disruptionsAllowed"] = JSONValue(count: allowed)
            status.setCondition(
                "DisruptionAllowed", allowed > 0, reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
                message: "", at: plane.timestamp)
        }
        return nil
    }
}
