/// A kind of object that the demo cluster stores and serves, with what discovery says about it.
package struct ResourceKind: Sendable {
    /// The API group; empty for the core group.
    package let group: String
    package let version: String
    package let kind: String
    package let plural: String
    package let singular: String
    package let shortNames: [String]
    package let categories: [String]
    package let namespaced: Bool
    /// Whether `status` is a subresource: a write of the main resource leaves it alone and the reverse.
    package let hasStatus: Bool
    package let hasScale: Bool
    /// Whether a change of the wanted state counts up `metadata.generation`.
    package let hasGeneration: Bool

    package init(
        _ kind: String, group: String = "", version: String = "v1", plural: String,
        shortNames: [String] = [], categories: [String] = [], namespaced: Bool = true,
        hasStatus: Bool = false, hasScale: Bool = false, hasGeneration: Bool = false
    ) {
        self.kind = kind
        self.group = group
        self.version = version
        self.plural = plural
        self.singular = kind.lowercased()
        self.shortNames = shortNames
        self.categories = categories
        self.namespaced = namespaced
        self.hasStatus = hasStatus
        self.hasScale = hasScale
        self.hasGeneration = hasGeneration
    }

    /// The `apiVersion` of its objects, such as `v1` or `apps/v1`.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// The name messages use: `pods`, `deployments.apps`.
    package var resourceName: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// What can be done with a stored resource. Namespaces alone can't be deleted together.
    package var verbs: [String] {
        ["create", "delete"] + (self == .namespace ? [] : ["deletecollection"])
            + ["get", "list", "patch", "update", "watch"]
    }
}

extension ResourceKind: Hashable, CustomStringConvertible {
    package static func == (left: ResourceKind, right: ResourceKind) -> Bool {
        left.plural == right.plural && left.group == right.group
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(plural) }

    package var description: String { resourceName }
}
