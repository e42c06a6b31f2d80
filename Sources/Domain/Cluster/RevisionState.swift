/// The state of a Helm release's revision, by Helm's own words.
package enum RevisionState: String, Hashable, Sendable, Codable, CaseIterable {
    case deployed, failed, superseded, uninstalling, uninstalled, unknown
    case pendingInstall = "pending-install"
    case pendingUpgrade = "pending-upgrade"
    case pendingRollback = "pending-rollback"

    /// Whether an operation is under way, or was killed in its middle.
    package var isUnfinished: Bool {
        switch self {
        case .pendingInstall, .pendingUpgrade, .pendingRollback, .uninstalling: true
        case .deployed, .failed, .superseded, .uninstalled, .unknown: false
        }
    }
}
