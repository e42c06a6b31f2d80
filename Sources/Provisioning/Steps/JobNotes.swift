internal import Domain
internal import Synchronization

/// What a job has learnt that it, or whoever takes it over, needs later.
final class JobNotes: Sendable {
    private struct State {
        var parameters: JobParameters
        var plan: RollbackPlan?
        var running: StepRecord?
    }

    let lease: any JobLease
    private let state: Mutex<State>

    init(_ lease: any JobLease) {
        self.lease = lease
        state = Mutex(State(parameters: lease.job.parameters))
    }

    var parameters: JobParameters { state.withLock { $0.parameters } }

    /// Where a rollback leads, once that's settled.
    var plan: RollbackPlan? {
        get { state.withLock { $0.plan } }
        set { state.withLock { $0.plan = newValue } }
    }

    /// The step under way.
    var running: StepRecord? {
        get { state.withLock { $0.running } }
        set { state.withLock { $0.running = newValue } }
    }

    /// Writes a change of the parameters down.
    /// - Throws: `DomainError.fenced` when the job was taken away.
    func note(_ change: (inout JobParameters) -> Void) async throws {
        var changed = parameters
        change(&changed)
        guard changed != parameters else { return }
        try await lease.remember(changed)
        state.withLock { $0.parameters = changed }
    }
}
