/// The state of a release's revision, as Helm records it.
package enum ReleaseState: String, Sendable, Hashable, Codable, CaseIterable {
    case deployed, failed, superseded, uninstalling, uninstalled, unknown
    case pendingInstall = "pending-install"
    case pendingUpgrade = "pending-upgrade"
    case pendingRollback = "pending-rollback"

    package init(from decoder: any Decoder) throws {
        self = Self(rawValue: try decoder.singleValueContainer().decode(String.self)) ?? .unknown
    }

    /// Whether an operation is under way, or was killed: Helm refuses an upgrade then.
    package var isPending: Bool {
        switch self {
        case .pendingInstall, .pendingUpgrade, .pendingRollback: true
        default: false
        }
    }
}
