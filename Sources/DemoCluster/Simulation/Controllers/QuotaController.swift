import Foundation
import Kubernetes

/// Keeps the status of ResourceQuotas: what is used of what is allowed.
struct QuotaController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        let kind = change.key.kind
        if kind == .resourceQuota { return change.operation == .deleted ? [] : [change.key] }
        guard kind != .event, let namespace = change.key.namespace else { return [] }
        if change.operation == .modified {
            let counts = kind == .pod || kind == .persistentVolumeClaim || kind == .service
            guard counts else { return [] }
            let over =
                kind == .pod && PodTemplate.isOver(change.object) != change.previous.map(PodTemplate.isOver)
            guard over || change.previous?["spec"] != change.object["spec"] else { return [] }
        }
        return plane.keys(.resourceQuota, in: namespace)
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let quota = plane.store.get(key) else { return nil }
        let hard = quota[path: "spec", "hard"]?.object ?? [:]
        let view = plane.store.view()
        let scopes = QuotaScopes(quota)
        var used: [String: JSONValue] = [:]
        for (name, limit) in hard {
            var amount = QuotaUsage.used(name, in: key.namespace ?? "", view, scopes)
            if amount.thousandths == 0, let limit = ResourceAmount(limit) {
                amount = ResourceAmount(thousandths: 0, family: limit.family)
            }
            used[name] = .string(amount.description)
        }
        try plane.setStatus(key) { status in
            status["hard"] = .object(hard)
            status["used"] = .object(used)
        }
        return nil
    }
}
