internal import Domain
internal import Helm
internal import Kubernetes

/// A release's revisions as the cluster has them: Helm keeps a Secret each, whose labels tell all that's
/// needed without reading its content.
struct ReleaseHistory: Hashable, Sendable {
    struct Revision: Hashable, Sendable {
        var revision: Int
        var state: ReleaseState
        /// The operation id that it was made with; nil where it has none.
        var operation: String?
    }

    /// Newest first.
    let revisions: [Revision]

    var newest: Revision? { revisions.first }
    var lastDeployed: Revision? { revisions.first { $0.state == .deployed || $0.state == .superseded } }

    init(secrets: [ObjectMeta]) {
        revisions = secrets.compactMap { secret in
            guard let revision = secret.labels["version"].flatMap({ Int($0) }) else { return nil }
            let state = secret.labels["status"].flatMap { ReleaseState(rawValue: $0) } ?? .unknown
            return Revision(revision: revision, state: state, operation: secret.labels[Ownership.operation])
        }
        .sorted { $0.revision > $1.revision }
    }
}
