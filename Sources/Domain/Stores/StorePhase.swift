/// Where a store stands in its life, as recorded; what the cluster says of it is its `Health`.
package enum StorePhase: String, Sendable, Codable, CaseIterable {
    case queued, provisioning, ready, upgrading, deleting, failed, archived

    /// Whether a job is under way, so that the phase will change without anybody's doing.
    package var isInMotion: Bool {
        switch self {
        case .queued, .provisioning, .upgrading, .deleting: true
        case .ready, .failed, .archived: false
        }
    }
}
