internal import Domain
internal import Kubernetes

/// The labels and annotations on what urumi makes itself.
enum StoreLabels {
    /// On every object of the store.
    static func common(_ store: Store) -> [String: JSONValue] {
        [
            Ownership.storeLabel: .string(store.id.description),
            Ownership.partOfLabel: .string(Ownership.partOf),
            "app.kubernetes.io/managed-by": "urumi",
        ]
    }

    /// On the objects that tell by which job they were made.
    static func withOperation(_ store: Store, _ job: JobID) -> [String: JSONValue] {
        common(store).merging([Ownership.operation: .string(job.description)]) { $1 }
    }
}
