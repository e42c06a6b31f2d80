package import FoundationEssentials

/// A line of the audit trail.
package struct AuditEntry: Hashable, Sendable {
    package var at: Date
    /// Who asked, as a `Requester` describes itself.
    package var actor: String
    /// A job's kind, `cancel`, `retry`, `adopt`, `sync hosts` and the like.
    package var action: String
    /// The store's name.
    package var target: String
    package var cluster: String
    package var job: JobID?
    /// `accepted`, or a job's final state.
    package var outcome: String
    /// Why, where there's more to say.
    package var detail: String

    package init(
        at: Date, actor: String, action: String, target: String, cluster: String, job: JobID?,
        outcome: String, detail: String
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.target = target
        self.cluster = cluster
        self.job = job
        self.outcome = outcome
        self.detail = detail
    }
}
