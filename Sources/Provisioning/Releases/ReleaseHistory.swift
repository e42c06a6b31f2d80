internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

/// A release's revisions as the cluster has them: Helm keeps a Secret each, whose labels tell all that's
/// needed without reading its content.
struct ReleaseHistory: Hashable, Sendable {
    struct Revision: Hashable, Sendable {
        var revision: Int
        var state: ReleaseState
        /// The operation id that it was made with; nil where it has none. Helm gives a rollback's revision the
        /// label of the one gone back to.
        var operation: String?
        /// When it was recorded, by the cluster's clock.
        var createdAt: Date?
    }

    /// Newest first.
    let revisions: [Revision]

    var newest: Revision? { revisions.first }
    var deployed: Revision? { revisions.first { $0.state == .deployed } }
    /// The newest that ever was deployed.
    var lastDeployed: Revision? { revisions.first { $0.state == .deployed || $0.state == .superseded } }

    subscript(number: Int) -> Revision? { revisions.first { $0.revision == number } }

    init(_ revisions: [Revision]) { self.revisions = revisions.sorted { $0.revision > $1.revision } }

    init(secrets: [ObjectMeta]) { self.init(secrets.compactMap { Revision($0) }) }

    /// Reads the revisions of a store's release; the contents of the Secrets stay where they are.
    static func read(_ client: KubernetesClient, _ store: Store) async throws -> ReleaseHistory {
        let selection = Selection(labels: "owner=helm,name=\(store.name)")
        return ReleaseHistory(
            secrets: try await client.listMetadata(.secrets, in: store.namespace, ListOptions(selection))
                .items)
    }
}

extension ReleaseHistory.Revision {
    init?(_ secret: ObjectMeta) {
        guard let revision = secret.labels["version"].flatMap({ Int($0) }) else { return nil }
        self.init(
            revision: revision,
            state: secret.labels["status"].flatMap { ReleaseState(rawValue: $0) } ?? .unknown,
            operation: secret.labels[Ownership.operation], createdAt: secret.creationTimestamp)
    }

    var summary: ReleaseSummary {
        ReleaseSummary(
            revision: revision, state: RevisionState(state), operation: operation.flatMap { JobID($0) })
    }
}
