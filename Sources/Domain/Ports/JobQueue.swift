package import FoundationEssentials

/// The durable queue. What `enqueue` returns is on disk and will be done once, whatever dies.
package protocol JobQueue: Sendable {
    /// Accepts an action in one transaction: the store's record, the job and what it supersedes.
    /// - Throws: `DomainError` when it's refused.
    func enqueue(_ request: JobRequest) async throws -> Job
    /// Cancels a job. One that never began ends at once; another one is ended by its worker once what it began
    /// is undone, and is still active when this returns. Asking twice is the same as asking once.
    /// - Throws: `DomainError` where it can't be cancelled.
    func cancel(_ id: JobID, requestedBy: String) async throws -> Job
    /// Queues a failed job again, as the same operation with new attempts, or lets one that waits for its next
    /// attempt begin at once.
    /// - Throws: `DomainError` where there's nothing to try again.
    func retry(_ id: JobID, requestedBy: String) async throws -> Job
    /// The next job of `cluster` that is due and whose store nobody holds, now held by the caller; or nil.
    /// A running job whose holder died is due at once.
    func claim(cluster: String) async throws -> (any JobLease)?
    /// When to claim again if no change comes before: when the next job of `cluster` becomes due, or shortly
    /// from now where another process holds one, as a process may die without a word; nil when none is left
    /// but those that the caller's process holds.
    func nextRunAt(cluster: String) async throws -> Date?
    /// Active jobs first, then the newest, at most `limit`; of one store where `store` is given.
    func jobs(cluster: String, store: StoreID?, limit: Int) async throws -> [Job]
    func job(_ id: JobID) async throws -> Job?
    /// The job whose id starts with `prefix`, as people type it; nil where none or several do.
    func job(prefix: String) async throws -> Job?
    /// The last `lines` of what the job's steps and Helm had to say.
    func log(of job: JobID, lines: Int) async throws -> [String]
}
