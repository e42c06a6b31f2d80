import Foundation
import Kubernetes

/// Rolls Deployments out through ReplicaSets.
struct DeploymentController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .deployment: change.operation == .deleted ? [] : [change.key]
        case .replicaSet: change.object.controller(.deployment).map { [$0] } ?? []
        case .pod where change.operation == .deleted:
            change.object.controller(.replicaSet).flatMap { plane.store.get($0)?.controller(.deployment) }
                .map { [$0] } ?? []
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let deployment = plane.store.get(key) else { return nil }
        var rollout = Rollout(deployment, plane)
        if !deployment.isBeingDeleted, deployment[path: "spec", "paused"]?.bool != true {
            try rollout.prepare()
            if deployment[path: "spec", "strategy", "type"]?.string == "Recreate" {
                try rollout.recreate()
            } else {
                try rollout.roll()
            }
            try rollout.tidy()
        }
        return try DeploymentStatus(rollout).write()
    }
}
