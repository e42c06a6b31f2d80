package import Helm

/// What to do about a release, given its newest revision as the cluster has it.
package enum ReleaseDecision: Hashable, Sendable {
    /// `helm upgrade --install`.
    case apply
    /// Uninstall what is half there, look again, then `helm upgrade --install`.
    case replace
    /// Roll back to the last deployed revision, look again, then `helm upgrade --install`.
    case rollBackThenApply
    /// `helm uninstall`.
    case uninstall
    /// Nothing: it's as wanted.
    case settled

    /// What brings a release up.
    /// - Parameters:
    ///   - newest: the state of its newest revision; nil when there's no record of any.
    ///   - isOurs: whether that revision carries this job's operation id.
    ///   - hasDeployed: whether any revision was ever deployed.
    package static func toApply(newest: ReleaseState?, isOurs: Bool, hasDeployed: Bool) -> ReleaseDecision {
        switch newest {
        // Helm may have ended with 0 and yet have failed to write its record: none is none.
        case nil: .apply
        case .deployed: isOurs ? .settled : .apply
        // Helm refuses to install over a failed first revision, but `upgrade --install` does it.
        case .failed: .apply
        case .superseded, .unknown: .apply
        // Nobody holds the release's lock, so whoever uninstalled was killed before the end.
        case .uninstalling, .uninstalled, .pendingInstall: .replace
        case .pendingUpgrade, .pendingRollback: hasDeployed ? .rollBackThenApply : .replace
        }
    }

    /// What takes a release away. Helm's uninstall works from every state.
    package static func toRemove(newest: ReleaseState?) -> ReleaseDecision {
        newest == nil ? .settled : .uninstall
    }
}
