import Foundation
import Kubernetes

/// Keeps the numbered pods of StatefulSets, one after another, with their volume claims.
struct StatefulSetController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .statefulSet: change.operation == .deleted ? [] : [change.key]
        case .pod: change.object.controller(.statefulSet).map { [$0] } ?? []
        case .resourceQuota, .limitRange, .serviceAccount:
            plane.list(.statefulSet, in: change.key.namespace).filter { set in
                (set[path: "status", "replicas"]?.integer ?? 0) < set[path: "spec", "replicas"]?.integer ?? 1
            }.map { ObjectKey(.statefulSet, $0) }
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let set = plane.store.get(key) else { return nil }
        var replicas = StatefulReplicas(set, plane)
        try replicas.keepRevision()
        if !set.isBeingDeleted { try replicas.move() }
        try replicas.writeStatus()
        return nil
    }
}
