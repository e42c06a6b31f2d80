/// One line of discovery: a resource or a subresource.
struct APIResource: Sendable {
    let name: String
    var singular = ""
    let kind: String
    let namespaced: Bool
    let verbs: [String]
    var shortNames: [String] = []
    var categories: [String] = []
    /// Where the kind belongs to another group, as Scale does.
    var otherGroupVersion: Discovery.GroupVersion?

    static func all(_ version: Discovery.GroupVersion) -> [APIResource] {
        version.kinds.flatMap(of) + reviews(version)
    }

    private static func of(_ kind: ResourceKind) -> [APIResource] {
        var resources = [
            APIResource(
                name: kind.plural, singular: kind.singular, kind: kind.kind, namespaced: kind.namespaced,
                verbs: kind.verbs, shortNames: kind.shortNames, categories: kind.categories)
        ]
        func add(
            _ name: String, _ subKind: String, _ verbs: [String], _ group: String? = nil,
            _ version: String = "v1"
        ) {
            resources.append(
                APIResource(
                    name: "\(kind.plural)/\(name)", kind: subKind, namespaced: kind.namespaced, verbs: verbs,
                    otherGroupVersion: group.map { Discovery.GroupVersion(group: $0, version: version) }))
        }
        if kind == .namespace { add("finalize", kind.kind, ["update"]) }
        if kind == .pod {
            add("attach", "PodAttachOptions", ["create", "get"])
            add("binding", "Binding", ["create"])
            add("eviction", "Eviction", ["create"], "policy")
            add("exec", "PodExecOptions", ["create", "get"])
            add("log", kind.kind, ["get"])
            add("portforward", "PodPortForwardOptions", ["create", "get"])
        }
        if kind.hasScale { add("scale", "Scale", ["get", "patch", "update"], "autoscaling") }
        if kind == .serviceAccount { add("token", "TokenRequest", ["create"], "authentication.k8s.io") }
        if kind.hasStatus { add("status", kind.kind, ["get", "patch", "update"]) }
        return resources
    }

    private static func reviews(_ version: Discovery.GroupVersion) -> [APIResource] {
        let kinds =
            switch version.group {
            case "authorization.k8s.io": ["SelfSubjectAccessReview", "SelfSubjectRulesReview"]
            case "authentication.k8s.io": ["SelfSubjectReview"]
            default: [String]()
            }
        return kinds.map {
            APIResource(
                name: $0.lowercased() + "s", singular: $0.lowercased(), kind: $0, namespaced: false,
                verbs: ["create"])
        }
    }
}
