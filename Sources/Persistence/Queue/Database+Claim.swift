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
        try await read { [folder] connection in
            let candidates = try Candidate.fetchCursor(
                connection,
                sql: """
                    SELECT id, store_id, token, state, run_at FROM jobs
                    WHERE cluster = ? AND state IN ('queued', 'running')
                    AND (state = 'running' OR run_at <= ? OR run_at > ?) ORDER BY run_at, seq
                    """,
                arguments: [
                    cluster, now.milliseconds, now.addingTimeInterval(Self.furthest).milliseconds,
                ])
            while let candidate = try candidates.next() {
                let path = LockPaths(folder: folder, store: candidate.store).work
                if let lock = try FileLock.take(path, mode: folder.fileMode) { return (candidate, lock) }
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
        guard let (job, store) = claimed else { return nil }
        return Lease(database: self, job: job, store: store, lock: lock)
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

    /// The job and its store, or nil if somebody else had it in the meantime.
    func claim(_ connection: Connection, now: Date) throws -> (Job, Store)? {
        try connection.execute(
            sql: """
                UPDATE jobs SET state = 'running', token = token + 1,
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
        return (job, store)
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
