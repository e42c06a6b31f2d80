package import Domain
package import Terminal

/// The question before a store is deleted. Its target was frozen when it opened: whatever happens to the
/// list meanwhile, this very store is the one that goes, or none.
package struct DeleteConfirmation: Hashable, Sendable {
    package let target: StoreID
    package let name: StoreName
    let namespace: String
    /// What goes with it, as seen when the question was asked.
    let losses: [String]
    package internal(set) var typed = TextField()
    package internal(set) var keepsData = false
    package internal(set) var submission = Submission.editing

    init(_ row: StoreRow) {
        target = row.id
        name = row.store.name
        namespace = row.store.namespace
        losses = Self.losses(row)
    }

    /// Whether the name was typed in full.
    package var isConfirmed: Bool { typed.value == name.description }

    private static func losses(_ row: StoreRow) -> [String] {
        let addresses = row.store.urls.map(\.text)
        guard let seen = row.observation else {
            return ["everything in it (the cluster hasn't been seen, so it can't be listed)"] + addresses
        }
        let volumes = seen.volumes.map {
            "volume \($0.name)" + ($0.capacity.isEmpty ? " (\($0.phase))" : " with \($0.capacity) of data")
        }
        let pods = seen.pods.count
        return volumes + (pods == 0 ? [] : ["\(pods) pod\(pods == 1 ? "" : "s")"]) + addresses
            + ["its credentials"]
    }
}
