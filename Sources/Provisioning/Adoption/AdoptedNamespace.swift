internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

/// A namespace that tells of a store, and what can be made out of that and of its release.
struct AdoptedNamespace: Sendable {
    struct Key: Hashable, Sendable {
        let namespace: String
        let release: String
    }

    let key: Key
    /// The store without what its release tells.
    let bare: Store
    let isTerminating: Bool
    private let isArchived: Bool
    private let failure: String?

    /// nil where it tells too little.
    init?(_ namespace: Namespace, cluster: String, now: Date) {
        let annotations = namespace.metadata.annotations
        guard let id = namespace.metadata.labels[Ownership.storeLabel].flatMap({ StoreID($0) }),
            let name = annotations[Ownership.nameAnnotation].flatMap({ try? StoreName($0) }),
            let text = annotations[Ownership.specAnnotation],
            let spec = try? JSONDecoder().decode(StoreSpec.self, from: Data(text.utf8))
        else { return nil }
        key = Key(namespace: namespace.metadata.name, release: name.description)
        isTerminating = namespace.isTerminating
        isArchived = annotations[Ownership.archivedAnnotation] == "true"
        failure = annotations[Ownership.failureAnnotation]
        let created = namespace.metadata.creationTimestamp ?? now
        bare = Store(
            id: id, name: name, cluster: cluster, namespace: namespace.metadata.name, spec: spec,
            status: StoreStatus(phase: .failed, createdAt: created, updatedAt: now))
    }

    /// The store as it was last left. No job goes on with what was under way, which is therefore `failed`, with
    /// what can be done.
    func store(release: ReleaseHistory, cluster: String, now: Date) -> Store {
        var store = bare
        store.status.revision = (release.deployed ?? release.newest)?.revision
        let trouble = trouble(release)
        store.status.phase = isArchived && !isTerminating ? .archived : trouble == nil ? .ready : .failed
        store.status.lastError = store.status.phase == .failed ? trouble : nil
        return store
    }

    private func trouble(_ release: ReleaseHistory) -> String? {
        let name = key.release
        if isTerminating {
            return "its namespace is being deleted; `urumi delete \(name)` sees that to its end"
        }
        if let failure { return failure }
        let mend = "`urumi upgrade \(name)` applies what is wanted, `urumi delete \(name)` removes it"
        return switch release.newest?.state {
        case .deployed: nil
        case nil: "found in the cluster without a release; \(mend)"
        case let state?: "found in the cluster with a release that is \(state.rawValue); \(mend)"
        }
    }
}
