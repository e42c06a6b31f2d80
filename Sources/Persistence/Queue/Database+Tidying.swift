import Domain
import FoundationEssentials
import GRDB
import Glibc
import Synchronization

extension Database {
    /// How many ended jobs of an open store are kept, and for how long all of a store that is gone.
    static let jobsKept = 200
    static let closedKept: TimeInterval = 90 * 86400
    private static let tidyingInterval: TimeInterval = 86400

    /// Forgets what nobody will ask for again, as a worker begins and once a day; the audit trail stays.
    func tidyIfDue() async {
        let now = moment
        let isDue = tidied.withLock { last in
            guard last.map({ now.timeIntervalSince($0) >= Self.tidyingInterval }) ?? true else {
                return false
            }
            last = now
            return true
        }
        // What can't be tidied now can be tomorrow.
        if isDue { try? await tidy() }
    }

    func tidy() async throws {
        let now = moment
        let limits: StatementArguments = [
            "kept": Self.jobsKept, "closed": now.addingTimeInterval(-Self.closedKept).milliseconds,
        ]
        let isDue = try await read { connection in
            try Bool.fetchOne(connection, sql: "SELECT EXISTS (\(Self.oldJobs))", arguments: limits) ?? false
        }
        if isDue {
            try await write { connection in
                try connection.execute(
                    sql: "DELETE FROM jobs WHERE id IN (\(Self.oldJobs))", arguments: limits)
                try connection.execute(
                    sql: """
                        DELETE FROM stores WHERE closed_at IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM jobs WHERE store_id = stores.id)
                        """)
            }
        }
        try await removeOrphans(in: folder.logs, knownBy: "SELECT id FROM jobs") { unlink($0) }
        try await removeOrphans(in: folder.locks, knownBy: "SELECT id FROM stores WHERE closed_at IS NULL") {
            [mode = folder.fileMode] path in
            // Somebody may still hold it: then it's the next time's.
            if let lock = try? FileLock.take(path, mode: mode) { lock.release(removing: true) }
        }
    }

    /// Removes the files whose names begin with an id that the query doesn't have. They're listed first, as
    /// none comes to be before its record.
    private func removeOrphans(
        in folder: String, knownBy query: String, _ remove: (String) -> Void
    ) async throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard !names.isEmpty else { return }
        let known = try await read { try String.fetchSet($0, sql: query) }
        for name in names where UUID(uuidString: String(name.prefix(36))) != nil {
            if !known.contains(String(name.prefix(36))) { remove("\(folder)/\(name)") }
        }
    }

    private static let oldJobs = """
        SELECT id FROM (
            SELECT jobs.id, stores.closed_at,
                ROW_NUMBER() OVER (PARTITION BY store_id ORDER BY jobs.seq DESC) AS rank
            FROM jobs JOIN stores ON stores.id = store_id
            WHERE state NOT IN ('queued', 'running')
        ) WHERE rank > :kept OR closed_at < :closed
        """
}
