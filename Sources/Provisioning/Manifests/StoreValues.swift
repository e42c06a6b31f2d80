internal import Domain
internal import Helm

/// The values a store's chart is given. Passwords aren't among them: the chart reads them from the Secret.
enum StoreValues {
    /// - Throws: `HelmError.invalidSetting` for an override that can't be understood.
    static func make(_ store: Store) throws(HelmError) -> HelmValues {
        let spec = store.spec
        var ingress: [String: HelmValue] = ["hosts": .list(spec.hosts.map { .string($0) })]
        if let ingressClass = spec.ingressClass { ingress["className"] = .string(ingressClass) }
        var root: [String: HelmValue] = [
            "existingSecret": .string(store.credentialsSecret),
            "size": .string(spec.size.rawValue),
            "ingress": .object(ingress),
            "storeId": .string(store.id.description),
        ]
        if let issuer = spec.tlsIssuer { root["tls"] = .object(["issuer": .string(issuer)]) }
        if let storageClass = spec.storageClass { root["storageClass"] = .string(storageClass) }
        return try HelmValues(root).applying(settings: spec.overrides)
    }
}
