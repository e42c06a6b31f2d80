package import Domain

/// What the cluster says of a store, at length.
package struct InspectionPanel: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case description, yaml
    }

    package enum Content: Hashable, Sendable {
        case described([ObjectDescription])
        case text([String])
    }

    package let store: Store
    package let kind: Kind
    /// Only this pod; nil for all of the store.
    package let pod: String?
    /// nil until read.
    var content: Content?
    var problem: String?
    var offset = 0
    var search = TextSearch()
    /// Whether an answer is awaited, and whether something has changed since it was asked for.
    var (isAsked, isOutdated) = (true, false)

    /// What it takes to show it.
    var effect: Effect { .inspect(store, kind, pod: pod) }

    init(_ store: Store, _ kind: Kind, pod: String? = nil) {
        self.store = store
        self.kind = kind
        self.pod = pod
    }
}
