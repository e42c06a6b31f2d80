package import Domain

/// The question before a store goes back to an earlier revision.
package struct RollbackQuestion: Hashable, Sendable {
    /// Where the question came from, which is shown again when it's declined.
    let panel: HistoryPanel
    package let revision: Int
    package internal(set) var submission = Submission.editing

    init(panel: HistoryPanel, revision: Int) {
        self.panel = panel
        self.revision = revision
    }
}

/// The question before a job is cancelled. Its target was frozen when it opened.
package struct CancelQuestion: Hashable, Sendable {
    package let job: Job
    package internal(set) var submission = Submission.editing

    init(_ job: Job) { self.job = job }

    /// What cancelling it means.
    var consequence: String {
        if job.token == 0 { return "It hasn't begun, so that nothing has to be undone." }
        return switch job.kind {
        case .create: "What it has made so far is removed again, so that nothing of \(job.storeName) stays."
        case .upgrade: "\(job.storeName) goes back to the revision that was in force before."
        case .rollback, .delete: "It has begun, and is finished."
        }
    }
}
