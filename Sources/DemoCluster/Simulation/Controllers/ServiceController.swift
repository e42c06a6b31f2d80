import Foundation
import Kubernetes

/// Gives Services of type LoadBalancer their address, that of this machine.
struct ServiceController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        change.key.kind == .service && change.operation != .deleted ? [change.key] : []
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let service = plane.store.get(key), service[path: "spec", "type"]?.string == "LoadBalancer"
        else { return nil }
        try plane.setStatus(key) { $0["loadBalancer"] = ["ingress": [["ip": "127.0.0.1", "ipMode": "VIP"]]] }
        return nil
    }
}
