/// What names an object: its kind, its namespace (nil for cluster-wide kinds) and its name.
package struct ObjectKey: Hashable, Sendable, CustomStringConvertible {
    package let kind: ResourceKind
    package let namespace: String?
    package let name: String

    package init(_ kind: ResourceKind, namespace: String?, name: String) {
        self.kind = kind
        self.namespace = kind.namespaced ? namespace : nil
        self.name = name
    }

    package var description: String {
        "\(kind.resourceName) \(namespace.map { "\($0)/" } ?? "")\(name)"
    }
}
