import Foundation
import Kubernetes

/// Keeps one pod of a DaemonSet on each node.
struct DaemonSetController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .daemonSet: change.operation == .deleted ? [] : [change.key]
        case .pod: change.object.controller(.daemonSet).map { [$0] } ?? []
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let set = plane.store.get(key) else { return nil }
        let revision = StableHash.template(set[path: "spec", "template"] ?? [:])
        var pods = plane.owned(.pod, by: set).filter(PodTemplate.isActive)
        let nodes = plane.list(.node, in: nil).map(\.name).sorted()
        if !set.isBeingDeleted {
            let taken = Set(pods.compactMap { $0[path: "spec", "nodeName"]?.string })
            for node in nodes where !taken.contains(node) {
                var pod = PodTemplate.pod(
                    set[path: "spec", "template"] ?? [:], owner: set, .daemonSet,
                    labels: [StatefulReplicas.revisionLabel: .string(revision)])
                pod["spec"]?["nodeName"] = .string(node)
                pods.append(try plane.store.create(.pod, namespace: key.namespace, pod))
            }
            let outdated = pods.filter { $0.label(StatefulReplicas.revisionLabel) != revision }
            let onDelete = set[path: "spec", "updateStrategy", "type"]?.string == "OnDelete"
            let steady = pods.allSatisfy { PodTemplate.isReady($0) || outdated.contains($0) }
            if let old = outdated.first, steady, !onDelete {
                try plane.delete(ObjectKey(.pod, old), uid: old.uid)
            }
        }
        let ready = pods.count(where: PodTemplate.isReady)
        try plane.setStatus(key) { status in
            status["observedGeneration"] = set.generation
            status["currentNumberScheduled"] = JSONValue(count: pods.count)
            status["desiredNumberScheduled"] = JSONValue(count: nodes.count)
            status["numberMisscheduled"] = 0
            status["numberReady"] = JSONValue(count: ready)
            status["numberAvailable"] = ready == 0 ? nil : JSONValue(count: ready)
            let missing = nodes.count - ready
            status["numberUnavailable"] = missing <= 0 ? nil : JSONValue(count: missing)
            status["updatedNumberScheduled"] = JSONValue(
                count: pods.count { $0.label(StatefulReplicas.revisionLabel) == revision })
        }
        return nil
    }
}
