package import FoundationEssentials

/// How a worker hands a claimed job back.
package enum JobOutcome: Hashable, Sendable {
    /// Done; the store is then in that phase, or closed when nil (deleted).
    case succeeded(phase: StorePhase?, revision: Int?, spec: StoreSpec? = nil)
    /// Given up; the store is then in that phase: `failed`, or `ready` where an upgrade was rolled back.
    case failed(JobFailure, phase: StorePhase = .failed, revision: Int? = nil, spec: StoreSpec? = nil)
    /// Cancelled, and what it had begun undone; the store is then in that phase, or closed when nil.
    case cancelled(phase: StorePhase?, revision: Int? = nil, spec: StoreSpec? = nil)
    /// Queued again for that time, spending an attempt unless it's free; the store keeps its phase.
    case retry(at: Date, because: JobFailure, isFree: Bool = false)
    /// Queued again at once without spending an attempt, as the worker is shutting down.
    case released
}
