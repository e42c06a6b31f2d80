package import FoundationEssentials

/// How things stand between this program and the cluster.
package enum ConnectionState: Hashable, Sendable {
    case connecting
    case live
    /// What is shown was true at `since`; `reason` says why nothing newer has come.
    case stale(since: Date?, reason: String)
    /// No use trying until somebody changes the settings.
    case notConfigured(reason: String)
}
