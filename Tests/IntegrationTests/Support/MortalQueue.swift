import Domain
import Foundation
import Persistence
import Synchronization

/// A queue whose user is struck dead instead of its `n`-th write to a job's record: from then on nothing
/// that it does reaches the disk, as if its process had been killed.
final class MortalQueue: JobQueue, StoreRepository, WorkerRegistry {
    private let base: Database
    private let left: Mutex<Int>
    private let death = AsyncStream.makeStream(of: Void.self)

    init(_ base: Database, writes: Int) {
        self.base = base
        left = Mutex(writes)
    }

    var isDead: Bool { left.withLock { $0 < 0 } }
    /// Ends with the worker's death.
    func untilDeath() async { for await _ in death.stream {} }

    /// Returns while alive; the dead come to no end but by cancellation.
    fileprivate func breathe() async throws {
        let lives = left.withLock { left in
            left -= 1
            return left >= 0
        }
        if lives { return }
        death.continuation.finish()
        for await _ in AsyncStream<Void>.makeStream().stream {}
        throw CancellationError()
    }

    func claim(cluster: String) async throws -> (any JobLease)? {
        guard !isDead, let lease = try await base.claim(cluster: cluster) else { return nil }
        return MortalLease(base: lease, queue: self)
    }

    func enqueue(_ request: JobRequest) async throws -> Job { try await base.enqueue(request) }
    func cancel(_ id: JobID, requestedBy: String) async throws -> Job {
        try await base.cancel(id, requestedBy: requestedBy)
    }
    func retry(_ id: JobID, requestedBy: String) async throws -> Job {
        try await base.retry(id, requestedBy: requestedBy)
    }
    func nextRunAt(cluster: String) async throws -> Date? { try await base.nextRunAt(cluster: cluster) }
    func jobs(cluster: String, store: StoreID?, limit: Int) async throws -> [Job] {
        try await base.jobs(cluster: cluster, store: store, limit: limit)
    }
    func job(_ id: JobID) async throws -> Job? { try await base.job(id) }
    func job(prefix: String) async throws -> Job? { try await base.job(prefix: prefix) }
    func log(of job: JobID, lines: Int) async throws -> [String] { try await base.log(of: job, lines: lines) }
    func stores(cluster: String) async throws -> [Store] { try await base.stores(cluster: cluster) }
    func store(named name: String, cluster: String) async throws -> Store? {
        try await base.store(named: name, cluster: cluster)
    }
    func store(_ id: StoreID) async throws -> Store? { try await base.store(id) }
    func adopt(_ stores: [Store], requestedBy actor: String) async throws -> [Store] {
        try await base.adopt(stores, requestedBy: actor)
    }
    func changes() -> AsyncStream<Void> { base.changes() }
    func announceWorker(cluster: String) throws -> any WorkerPresence {
        try base.announceWorker(cluster: cluster)
    }
    func hasWorker(cluster: String) throws -> Bool { try base.hasWorker(cluster: cluster) }
}

private struct MortalLease: JobLease {
    let base: any JobLease
    let queue: MortalQueue

    var job: Job { base.job }
    var store: Store { base.store }
    var helmLockFile: String { base.helmLockFile }

    func record(_ step: StepRecord) async throws {
        try await queue.breathe()
        try await base.record(step)
    }

    func log(_ line: String) { if !queue.isDead { base.log(line) } }

    func remember(_ parameters: JobParameters) async throws {
        try await queue.breathe()
        try await base.remember(parameters)
    }

    func earlierJob(_ id: JobID) async throws -> Job? { try await base.earlierJob(id) }

    func untilInterrupted() async -> Interruption? { await base.untilInterrupted() }

    func finish(_ outcome: JobOutcome) async throws {
        // The dead hand nothing back; the kernel does that for them.
        guard !queue.isDead else { return }
        try await queue.breathe()
        try await base.finish(outcome)
    }
}
