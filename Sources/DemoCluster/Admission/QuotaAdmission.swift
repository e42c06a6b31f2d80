package import Kubernetes

/// Refuses what would use more than a ResourceQuota of the namespace allows.
package struct QuotaAdmission: AdmissionPlugin {
    package init() {}

    package func admit(_ request: AdmissionRequest, view: StoreView) throws(APIFailure) -> JSONValue {
        let (object, kind) = (request.object, request.key.kind)
        guard request.operation != .delete, request.subresource == nil, let namespace = request.key.namespace,
            kind != .event
        else { return object }
        let quotas = view.list(.resourceQuota, namespace: namespace).sorted { $0.name < $1.name }
        for quota in quotas {
            let scopes = QuotaScopes(quota)
            guard kind == .pod ? scopes.count(object) : scopes.names.isEmpty else { continue }
            let hard = (quota[path: "spec", "hard"]?.object ?? [:]).compactMapValues { ResourceAmount($0) }
            let concerned = hard.filter { QuotaUsage.kind(of: $0.key) == kind }
            guard !concerned.isEmpty else { continue }
            if kind == .pod, request.operation == .create {
                try demandAmounts(object, quota.name, concerned.keys.sorted())
            }
            var requested: [String] = []
            var used: [String] = []
            var limited: [String] = []
            for (name, limit) in concerned.sorted(by: { $0.key < $1.key }) {
                let before = request.previous.map { QuotaUsage.amount(name, of: $0, kind) } ?? .zero
                let more = QuotaUsage.amount(name, of: object, kind) - before
                guard more > .zero else { continue }
                let sum = QuotaUsage.used(name, in: namespace, view, scopes)
                guard sum + more > limit else { continue }
                requested.append("\(name)=\(more)")
                used.append("\(name)=\(sum)")
                limited.append("\(name)=\(limit)")
            }
            guard requested.isEmpty else {
                throw .forbidden(
                    kind, request.key.name,
                    "exceeded quota: \(quota.name), requested: \(requested.joined(separator: ","))"
                        + ", used: \(used.joined(separator: ",")), limited: \(limited.joined(separator: ","))"
                )
            }
        }
        return object
    }

    /// A quota on requests or limits refuses a pod that doesn't state them for each container.
    private func demandAmounts(_ pod: JSONValue, _ quota: String, _ resources: [String]) throws(APIFailure) {
        let containers =
            (pod[path: "spec", "initContainers"]?.array ?? [])
            + (pod[path: "spec", "containers"]?.array ?? [])
        let lacking = resources.compactMap { resource -> String? in
            guard let (side, name) = QuotaUsage.podSide(of: resource), QuotaUsage.computed.contains(name)
            else { return nil }
            let without = containers.filter { $0[path: "resources", side]?[name] == nil }
                .compactMap { $0["name"]?.string }
            return without.isEmpty ? nil : "\(resource) for: \(Set(without).sorted().joined(separator: ","))"
        }
        guard lacking.isEmpty else {
            throw .forbidden(
                .pod, pod.name, "failed quota: \(quota): must specify \(lacking.joined(separator: "; "))")
        }
    }
}
