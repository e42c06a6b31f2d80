import Kubernetes

/// Objects by kind, namespace and name; cluster-wide ones stand under an empty namespace.
struct ObjectTable: Sendable {
    private var kinds: [ResourceKind: [String: [String: JSONValue]]] = [:]

    subscript(key: ObjectKey) -> JSONValue? {
        get { kinds[key.kind]?[key.namespace ?? ""]?[key.name] }
        set {
            kinds[key.kind, default: [:]][key.namespace ?? "", default: [:]][key.name] = newValue
            guard newValue == nil, kinds[key.kind]?[key.namespace ?? ""]?.isEmpty == true else { return }
            kinds[key.kind]?[key.namespace ?? ""] = nil
        }
    }

    func list(_ kind: ResourceKind, namespace: String?) -> [JSONValue] {
        guard let namespaces = kinds[kind] else { return [] }
        if let namespace {
            return namespaces[kind.namespaced ? namespace : ""].map { Array($0.values) } ?? []
        }
        return namespaces.values.flatMap(\.values)
    }

    func count(_ kind: ResourceKind, namespace: String?) -> Int {
        guard let namespaces = kinds[kind] else { return 0 }
        if let namespace { return namespaces[kind.namespaced ? namespace : ""]?.count ?? 0 }
        return namespaces.values.reduce(0) { $0 + $1.count }
    }

    /// Calls `body` for each stored object.
    func forEach(_ body: (ResourceKind, JSONValue) -> Void) {
        for (kind, namespaces) in kinds {
            for objects in namespaces.values {
                for object in objects.values { body(kind, object) }
            }
        }
    }
}
