import Domain
import FoundationEssentials
import GRDB
import Glibc
import Synchronization

/// A claimed job and the kernel lock of its store.
final class Lease: JobLease {
    let job: Job
    let store: Store
    private let database: Database
    private let lock: FileLock
    private let journal: JobLog
    private let isHeld = Mutex(true)

    init(database: Database, job: Job, store: Store, lock: FileLock) {
        self.database = database
        self.job = job
        self.store = store
        self.lock = lock
        journal = JobLog(path: database.logPath(of: job.id), mode: database.folder.fileMode)
        _ = database.held.withLock { $0.insert(store.id) }
    }

    deinit { letGo(closed: false) }

    var helmLockFile: String { LockPaths(folder: database.folder, store: store.id).helm }

    func record(_ step: StepRecord) async throws {
        try await database.write { [self] connection in
            guard let current = try JobRecord.find(connection, id: job.id)?.job else {
                throw DomainError.fenced(job.id)
            }
            var steps = current.steps
            let index = steps.firstIndex { $0.name == step.name } ?? steps.endIndex
            if index == steps.endIndex { steps.append(step) } else { steps[index] = step }
            let isDone = step.state == .succeeded || step.state == .skipped
            try change(
                connection,
                """
                steps = :steps, deaths = CASE WHEN :done > reached THEN 0 ELSE deaths END,
                reached = max(reached, :done)
                """, ["steps": try JSONText.encode(steps), "done": isDone ? index + 1 : 0])
        }
    }

    func log(_ line: String) { journal.append(line) }

    func remember(_ parameters: JobParameters) async throws {
        try await database.write { [self] connection in
            try change(
                connection, "parameters = :parameters", ["parameters": try JSONText.encode(parameters)])
        }
    }

    func earlierJob(_ id: JobID) async throws -> Job? {
        guard let found = try await database.job(id), found.storeID == store.id else { return nil }
        return found
    }

    func untilInterrupted() async -> Interruption? {
        for await _ in database.changes() {
            // A database that can't be read just now tells nothing.
            guard let now = try? await database.job(job.id) else { continue }
            guard now.token == job.token, now.state == .running else { return .takenAway }
            if now.cancelRequestedBy != nil { return .cancelRequested }
        }
        return nil
    }

    func finish(_ outcome: JobOutcome) async throws {
        let now = database.moment
        do {
            try await database.write { [self] connection in
                try conclude(connection, outcome, now: now)
            }
        } catch let error as DomainError {
            letGo(closed: false)
            throw error
        }
        letGo(closed: outcome.closesStore)
    }

    /// Changes the job's row if it's still this lease's.
    func change(_ connection: Connection, _ assignments: String, _ values: StatementArguments) throws {
        let key: StatementArguments = ["id": job.id.description, "token": job.token]
        try connection.execute(
            sql: "UPDATE jobs SET \(assignments) WHERE id = :id AND token = :token AND state = 'running'",
            arguments: values &+ key)
        guard connection.changesCount == 1 else { throw DomainError.fenced(job.id) }
    }

    private func letGo(closed: Bool) {
        let wasHeld = isHeld.withLock { held in
            defer { held = false }
            return held
        }
        guard wasHeld else { return }
        _ = database.held.withLock { $0.remove(store.id) }
        if closed { unlink(helmLockFile) }
        lock.release(removing: closed)
        // Whoever waits for the store tried in vain when the outcome was written.
        database.wake.touch()
    }
}
