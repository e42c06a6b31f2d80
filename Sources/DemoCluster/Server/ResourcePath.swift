import Kubernetes

/// What a path below `/api/v1` or `/apis/GROUP/VERSION` names.
struct ResourcePath: Sendable {
    let kind: ResourceKind
    let namespace: String?
    let name: String?
    let subresource: String?

    /// nil where the path names nothing that the cluster serves.
    init?(_ path: [String]) {
        var rest = path[...]
        let group: String
        switch rest.popFirst() {
        case "api": group = ""
        case "apis": group = rest.popFirst() ?? ""
        default: return nil
        }
        guard let version = rest.popFirst() else { return nil }
        var namespace: String?
        if rest.first == "namespaces", rest.count > 2,
            !["status", "finalize"].contains(rest[rest.startIndex + 2])
        {
            namespace = rest[rest.startIndex + 1]
            rest = rest.dropFirst(2)
        }
        guard let plural = rest.popFirst(),
            let kind = ResourceKind.all.first(where: {
                $0.plural == plural && $0.group == group && $0.version == version
            }), kind.namespaced || namespace == nil
        else { return nil }
        self.kind = kind
        self.namespace = namespace
        name = rest.popFirst()
        subresource = rest.popFirst()
        guard rest.isEmpty, name == nil || !kind.namespaced || namespace != nil else { return nil }
    }

    func key(_ name: String) -> ObjectKey { ObjectKey(kind, namespace: namespace, name: name) }
}
