package import FoundationEssentials

/// How a worker hands a claimed job back.
package enum JobOutcome: Hashable, Sendable {
    /// Done; the store is then in that phase, or closed when nil (deleted).
    case succeeded(phase: StorePhase?, revision: Int?)
    /// Given up; the store is `failed`.
    case failed(JobFailure)
    /// Queued again for `runAt`, spending an attempt; the store keeps its phase.
    case retry(at: Date, because: JobFailure)
    /// Queued again at once without spending an attempt, as the worker is shutting down.
    case released
}
