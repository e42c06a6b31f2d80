package import Domain
package import FoundationEssentials
import GRDB
import Synchronization

extension Database {
    /// How soon to look again at a job that another process holds, as a process can die without a word.
    static let rescueInterval: TimeInterval = 0.5
    /// No job is put off for longer: a later time was written by a clock that has been set back since.
    static let furthest: TimeInterval = 600
    /// A due job that waited for longer had nobody to work on it.
    static let longWait: TimeInterval = 60
    /// When so many workers died at a job that got no further meanwhile, it may be what they died of, and is
    /// done alone in its process from then on, so that no other job dies with it.
    static let deathsAmongOthers = 20
    /// How many more may die at it alone before it's given up.
    static let deathsAlone = 3

    package func claim(cluster: String) async throws -> (any JobLease)? {
        await tidyIfDue()
        let now = moment
        while let (candidate, lock) = try await firstFree(cluster: cluster, now: now) {
            // Nil where its last holder handed it back between our look and our lock.
            if let lease = try await claim(candidate, lock: lock, now: now) { return lease }
        }
        return nil
    }

    package func nextRunAt(cluster: String) async throws -> Date? {
        let now = moment
        let held = held.withLock { Set($0.map(\.description)) }
        return try await read { connection in
            let rows = try Row.fetchAll(
                connection,
                sql: """
                    SELECT store_id, state, run_at FROM jobs
                    WHERE cluster = ? AND state IN ('queued', 'running')
                    """,
                arguments: [cluster])
            return rows.filter { !held.contains($0["store_id"]) }.map { row in
                let runAt = Date(milliseconds: row["run_at"])
                let waits =
                    row["state"] == JobState.queued.rawValue && runAt > now
                    && runAt <= now.addingTimeInterval(Self.furthest)
                return waits ? runAt : now.addingTimeInterval(Self.rescueInterval)
            }.min()
        }
    }

    /// The first due job whose store nobody holds, and that store's lock.
    private func firstFree(cluster: String, now: Date) async throws -> (Candidate, FileLock)? {
        let held = held.withLock { $0 }
        return try await read { [folder] connection in
            let due: StatementArguments = [
                "cluster": cluster, "now": now.milliseconds,
                "furthest": now.addingTimeInterval(Self.furthest).milliseconds,
                "limit": Self.deathsAmongOthers,
            ]
            func lock(_ candidate: Candidate) throws -> FileLock? {
                let path = LockPaths(folder: folder, store: candidate.store).work
                return try FileLock.take(path, mode: folder.fileMode)
            }
            let deadly = try Candidate.fetchAll(
                connection, sql: Candidate.due("deaths + (state = 'running') >= :limit"), arguments: due)
            if deadly.contains(where: { held.contains($0.store) }) { return nil }
            for candidate in deadly {
                if let lock = try lock(candidate) { return held.isEmpty ? (candidate, lock) : nil }
            }
            let others = try Candidate.fetchCursor(
                connection, sql: Candidate.due("deaths + (state = 'running') < :limit"), arguments: due)
            while let candidate = try others.next() {
                if let lock = try lock(candidate) { return (candidate, lock) }
            }
            return nil
        }
    }

    /// Only who holds the store's lock changes the row, so a running job whose lock can be had is one whose
    /// worker died.
    private func claim(_ candidate: Candidate, lock: FileLock, now: Date) async throws -> Lease? {
        let helm = LockPaths(folder: folder, store: candidate.store).helm
        try OpenFile.make(helm, mode: folder.fileMode)
        let claimed = try await write { connection in try candidate.claim(connection, now: now) }
        guard let (job, store, deaths) = claimed else { return nil }
        let lease = Lease(database: self, job: job, store: store, lock: lock)
        guard deaths < Self.deathsAmongOthers + Self.deathsAlone else {
            try await lease.finish(.failed(.deadly(job, deaths: deaths)))
            return nil
        }
        return lease
    }
}

/// The lock files of a store.
struct LockPaths {
    let work: String
    let helm: String

    init(folder: StateFolder, store: StoreID) {
        work = "\(folder.locks)/\(store).lock"
        helm = "\(folder.locks)/\(store).helm.lock"
    }
}

/// A job that might be claimed, as it was seen.
private struct Candidate: FetchableRecord, Sendable {
    let id: String
    let store: StoreID
    let token: Int64
    private let isOrphaned: Bool
    private let isBegun: Bool
    private let runAt: Date

    init(row: Row) throws {
        id = row["id"]
        token = row["token"]
        isOrphaned = row["state"] == JobState.running.rawValue
        isBegun = token > 0
        runAt = Date(milliseconds: row["run_at"])
        guard let store = StoreID(row["store_id"] as String) else {
            throw JSONText.unknown("store_id", row["store_id"])
        }
        self.store = store
    }

    /// The jobs of `:cluster` that are due at `:now` and for which `condition` holds.
    static func due(_ condition: String) -> String {
        """
        SELECT id, store_id, token, state, run_at FROM jobs
        WHERE cluster = :cluster AND state IN ('queued', 'running')
        AND (state = 'running' OR run_at <= :now OR run_at > :furthest) AND \(condition)
        ORDER BY run_at, seq
        """
    }

    /// The job, its store, and how many workers died at it since it got further; nil if somebody else had it in
    /// the meantime.
    func claim(_ connection: Connection, now: Date) throws -> (Job, Store, deaths: Int)? {
        try connection.execute(
            sql: """
                UPDATE jobs SET state = 'running', token = token + 1, deaths = deaths + (state = 'running'),
                    attempt = attempt + (state = 'queued'), started_at = COALESCE(started_at, :now)
                WHERE id = :id AND token = :token
                AND (state = 'running' OR (state = 'queued' AND (run_at <= :now OR run_at > :furthest)))
                """,
            arguments: [
                "id": id, "token": token, "now": now.milliseconds,
                "furthest": now.addingTimeInterval(Database.furthest).milliseconds,
            ])
        guard connection.changesCount == 1, let id = JobID(id),
            var job = try JobRecord.find(connection, id: id)?.job
        else { return nil }
        try connection.execute(
            sql: "UPDATE stores SET phase = ?, updated_at = ? WHERE id = ?",
            arguments: [job.kind.phaseWhenRunning.rawValue, now.milliseconds, store.description])
        guard let store = try StoreRecord.find(connection, id: store)?.store else { return nil }
        let isNeglected = isBegun && now > runAt.addingTimeInterval(Database.longWait)
        if isOrphaned || isNeglected { try extend(&job, connection, now: now) }
        let deaths = try Int.fetchOne(
            connection, sql: "SELECT deaths FROM jobs WHERE id = ?", arguments: [self.id])
        return (job, store, deaths ?? 0)
    }

    /// Sees to it that what nobody worked on for a while has half of its time left at least.
    private func extend(_ job: inout Job, _ connection: Connection, now: Date) throws {
        let time = TimeInterval(job.parameters.timeoutSeconds)
        let regular = (job.startedAt ?? now).addingTimeInterval(time)
        let wanted = now.addingTimeInterval(time / 2)
        guard max(regular, job.parameters.extendedUntil ?? regular) < wanted else { return }
        job.parameters.extendedUntil = wanted
        try connection.execute(
            sql: "UPDATE jobs SET parameters = ? WHERE id = ?",
            arguments: [try JSONText.encode(job.parameters), id])
    }
}

extension JobFailure {
    /// Of a job that its workers seem to die of.
    fileprivate static func deadly(_ job: Job, deaths: Int) -> JobFailure {
        let step = job.currentStep ?? job.steps.first { $0.state == .pending }
        return JobFailure(
            reason: "WorkersDied",
            message: "\(deaths) workers died at it, one after the other, without its getting beyond the step "
                + "\(step?.name.rawValue ?? "that it was at"), so that it seems to be what they died of: "
                + "`urumi jobs --log \(job.id.short)` and worker.log in the state folder have their last words. "
                + "`urumi retry \(job.id.short)` tries again",
            isPermanent: true)
    }
}
