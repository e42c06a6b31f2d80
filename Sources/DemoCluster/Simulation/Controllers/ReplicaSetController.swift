import Foundation
import Kubernetes

/// Keeps as many pods of a ReplicaSet as it wants.
struct ReplicaSetController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .replicaSet: change.operation == .deleted ? [] : [change.key]
        case .pod: change.object.controller(.replicaSet).map { [$0] } ?? []
        case .resourceQuota, .limitRange, .serviceAccount:
            plane.list(.replicaSet, in: change.key.namespace)
                .filter { $0["status"]?.isTrue("ReplicaFailure") ?? false }.map { ObjectKey(.replicaSet, $0) }
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let set = plane.store.get(key) else { return nil }
        var pods = plane.owned(.pod, by: set).filter(PodTemplate.isActive)
        let wanted = set[path: "spec", "replicas"]?.integer ?? 1
        var failure: (reason: String, message: String)?
        if !set.isBeingDeleted {
            let template = set[path: "spec", "template"] ?? [:]
            while pods.count < wanted, failure == nil {
                do {
                    let pod = try plane.store.create(
                        .pod, namespace: key.namespace, PodTemplate.pod(template, owner: set, .replicaSet))
                    pods.append(pod)
                    plane.record(
                        .normal, "SuccessfulCreate", "Created pod: \(pod.name)", about: set, .replicaSet,
                        by: "replicaset-controller")
                } catch {
                    failure = ("FailedCreate", error.message)
                    plane.record(
                        .warning, "FailedCreate", "Error creating: \(error.message)", about: set, .replicaSet,
                        by: "replicaset-controller")
                }
            }
            if pods.count > wanted {
                let surplus = PodTemplate.expendableFirst(pods).prefix(pods.count - wanted)
                for pod in surplus {
                    try plane.delete(ObjectKey(.pod, pod), uid: pod.uid)
                    plane.record(
                        .normal, "SuccessfulDelete", "Deleted pod: \(pod.name)", about: set, .replicaSet,
                        by: "replicaset-controller")
                }
                let gone = Set(surplus.map(\.uid))
                pods.removeAll { gone.contains($0.uid) }
            }
        }
        let ready = pods.filter(PodTemplate.isReady)
        let minimum = Double(set[path: "spec", "minReadySeconds"]?.integer ?? 0)
        let waits = ready.map { pod in
            plane.date(
                minimum,
                after: Timestamp.parse(
                    pod["status"]?.condition("Ready")?["lastTransitionTime"]?.string) ?? plane.now)
        }
        let available = minimum == 0 ? ready.count : waits.count { $0 <= plane.now }
        try plane.setStatus(key) { status in
            status["replicas"] = JSONValue(count: pods.count)
            status["fullyLabeledReplicas"] = pods.isEmpty ? nil : JSONValue(count: pods.count)
            status["readyReplicas"] = ready.isEmpty ? nil : JSONValue(count: ready.count)
            status["availableReplicas"] = available == 0 ? nil : JSONValue(count: available)
            status["observedGeneration"] = set.generation
            if let failure {
                // Each refusal names another pod; the condition keeps the first, as a real one does.
                if status.condition("ReplicaFailure")?["reason"]?.string != failure.reason {
                    status.setCondition(
                        "ReplicaFailure", true, reason: failure.reason, message: failure.message,
                        at: plane.timestamp)
                }
            } else if pods.count >= wanted {
                status.removeCondition("ReplicaFailure")
            }
        }
        return minimum == 0 ? nil : waits.filter { $0 > plane.now }.min()
    }
}
