/// A claimed job in its worker's hands. While it lives, the kernel holds a lock that no other worker can
/// have; when the process dies, the lock goes, and the job is due again.
package protocol JobLease: Sendable {
    /// The job as claimed.
    var job: Job { get }
    /// The job's store as it was when claimed.
    var store: Store { get }
    /// A file that each Helm of this store locks while it runs, so that one which outlived its worker is noticed.
    var helmLockFile: String { get }
    /// Writes down where a step stands.
    /// - Throws: `DomainError.fenced` when the job was taken away.
    func record(_ step: StepRecord) async throws
    /// Adds a line to the job's log; failures to write are dropped, as a log must not stop a job.
    func log(_ line: String)
    /// Writes down what whoever takes over has to know.
    /// - Throws: `DomainError.fenced` when the job was taken away.
    func remember(_ parameters: JobParameters) async throws
    /// An earlier job of the same store, as a revision's operation id names it; nil where it isn't known.
    func earlierJob(_ id: JobID) async throws -> Job?
    /// Returns when the worker has to stop; nil when the calling task was cancelled or the lease ended.
    func untilInterrupted() async -> Interruption?
    /// Hands the job back and lets go of the lock.
    /// - Throws: `DomainError.fenced` when the job was taken away.
    func finish(_ outcome: JobOutcome) async throws
}
