import Foundation
import Kubernetes

/// Gives each Ingress of the cluster's ingress controller its address, a moment after it was made.
struct IngressController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        change.key.kind == .ingress && change.operation != .deleted ? [change.key] : []
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let ingress = plane.store.get(key), !ingress.isBeingDeleted,
            ingress[path: "status", "loadBalancer", "ingress"] == nil
        else { return nil }
        let name =
            ingress[path: "spec", "ingressClassName"]?.string
            ?? ingress.annotation("kubernetes.io/ingress.class")
        guard let name, plane.get(.ingressClass, nil, name) != nil else { return nil }
        let end = plane.date(1, after: ingress.creation)
        guard end <= plane.now else { return end }
        try plane.setStatus(key) { $0["loadBalancer"] = ["ingress": [["ip": "127.0.0.1"]]] }
        return nil
    }
}
