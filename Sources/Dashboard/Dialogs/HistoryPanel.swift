package import Domain
import Terminal

/// A release's revisions, with what lies between two of them.
package struct HistoryPanel: Hashable, Sendable {
    enum Revisions: Hashable, Sendable {
        case loading
        case shown([ReleaseRevision])
        case failed(String)
    }

    /// Two revisions, to be compared in this direction.
    package struct Pair: Hashable, Sendable {
        package let older: Int
        package let newer: Int

        package init(older: Int, newer: Int) {
            self.older = older
            self.newer = newer
        }
    }

    enum Difference: Hashable, Sendable {
        case loading
        case shown(UpgradePreview)
        case failed(String)
    }

    /// The store as it was when the panel opened.
    package let store: Store
    var revisions = Revisions.loading
    var list = ListViewport()
    /// Whether it's shown what going back would change, rather than what the revision once changed.
    var looksBack = false
    var differences: [Pair: Difference] = [:]
    /// The first line of the difference that shows.
    var offset = 0

    init(_ store: Store) { self.store = store }

    /// Newest first.
    var items: [ReleaseRevision] {
        if case .shown(let revisions) = revisions { revisions } else { [] }
    }

    var chosen: ReleaseRevision? { items.indices.contains(list.selection) ? items[list.selection] : nil }

    /// The one in force.
    var deployed: ReleaseRevision? { items.first { $0.state == .deployed } }

    /// What is compared for the chosen revision, or nil where there's nothing to compare it with.
    var pair: Pair? {
        guard let chosen else { return nil }
        if looksBack {
            guard let deployed, deployed.revision != chosen.revision else { return nil }
            return Pair(older: deployed.revision, newer: chosen.revision)
        }
        guard items.indices.contains(list.selection + 1) else { return nil }
        return Pair(older: items[list.selection + 1].revision, newer: chosen.revision)
    }
}
