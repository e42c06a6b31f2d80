package import Helm

/// What is being done with a release.
package enum ReleaseAction: String, Hashable, Sendable, CaseIterable {
    case create, upgrade, rollback, delete
    case undoCreate = "undo a create"
    case undoUpgrade = "undo an upgrade"
}

/// What to do about a release, given its newest revision as the cluster has it. After each but `settled` and
/// `refuse` it's looked at anew: Helm's exit code proves nothing, and a revision that it didn't record is
/// none.
package enum ReleaseDecision: String, Hashable, Sendable, CaseIterable {
    /// `helm upgrade --install`.
    case apply
    /// `helm uninstall` of what is half there.
    case replace
    /// `helm rollback`: of a rollback to its target, of an undone upgrade to where it began, otherwise to the
    /// last deployed revision.
    case rollBack
    /// `helm uninstall`.
    case uninstall
    /// Nothing: it's as wanted.
    case settled
    /// Nothing that could be done would be right.
    case refuse

    /// The whole table.
    /// - Parameters:
    ///   - newest: the state of its newest revision; nil when there's no record of any. Nobody works on the
    ///     release: a state that is passing by nature was left by a helm that was killed.
    ///   - isResult: whether that revision is what the job itself wanted to bring about.
    ///   - canGoBack: whether the revision to go back to is there.
    package static func to(
        _ action: ReleaseAction, newest: ReleaseState?, isResult: Bool, canGoBack: Bool
    ) -> ReleaseDecision {
        switch (action, newest) {
        case (.delete, nil), (.undoCreate, nil): .settled
        // Helm's uninstall works from every state, and is what goes on with an interrupted one.
        case (.delete, _), (.undoCreate, _): .uninstall

        case (_, .deployed) where isResult: .settled

        // Pending or not, `helm rollback` works as long as the record of its target is there.
        case (.rollback, nil), (.undoUpgrade, nil): .refuse
        case (.rollback, _), (.undoUpgrade, _): canGoBack ? .rollBack : .refuse

        // A create finds nothing but what it made itself; what somebody else deployed isn't replaced.
        case (.create, .deployed): .refuse
        case (.upgrade, .deployed): .apply
        case (_, nil): .apply
        // Helm refuses to install over a failed first revision, but `upgrade --install` does it.
        case (_, .failed), (_, .superseded), (_, .unknown): .apply
        case (_, .uninstalling), (_, .uninstalled), (_, .pendingInstall): .replace
        // Helm refuses an upgrade while one is pending.
        case (_, .pendingUpgrade), (_, .pendingRollback): canGoBack ? .rollBack : .replace
        }
    }
}
