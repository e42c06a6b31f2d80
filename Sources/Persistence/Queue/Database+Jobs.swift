package import Domain
import FoundationEssentials
import GRDB

extension Database: JobQueue {
    package func enqueue(_ request: JobRequest) async throws -> Job {
        try await write { [now = moment, ids] connection in
            try Admission(connection: connection, request: request, now: now, ids: ids).admit()
        }
    }

    package func jobs(cluster: String, store: StoreID?, limit: Int) async throws -> [Job] {
        try await read { connection in
            let matches = store == nil ? "cluster = :cluster" : "store_id = :store AND cluster = :cluster"
            // Apart, so that a long history costs nothing: each has an index that fits.
            let active = try JobRecord.fetchAll(
                connection,
                sql: """
                    SELECT * FROM jobs WHERE \(matches) AND state IN ('queued', 'running')
                    ORDER BY state = 'running' DESC, seq DESC LIMIT :limit
                    """,
                arguments: Self.arguments(cluster, store, limit))
            let ended = try JobRecord.fetchAll(
                connection,
                sql: """
                    SELECT * FROM jobs WHERE \(matches) AND state NOT IN ('queued', 'running')
                    ORDER BY seq DESC LIMIT :limit
                    """,
                arguments: Self.arguments(cluster, store, limit - active.count))
            return (active + ended).map(\.job)
        }
    }

    package func job(_ id: JobID) async throws -> Job? {
        try await read { connection in try JobRecord.find(connection, id: id)?.job }
    }

    package func job(prefix: String) async throws -> Job? {
        let prefix = prefix.lowercased()
        guard !prefix.isEmpty, prefix.allSatisfy({ $0.isHexDigit || $0 == "-" }) else { return nil }
        return try await read { connection in
            // `g` comes after every digit an id can go on with.
            let found = try JobRecord.fetchAll(
                connection, sql: "SELECT * FROM jobs WHERE id >= ? AND id < ? LIMIT 2",
                arguments: [prefix, prefix + "g"])
            return found.count == 1 ? found.first?.job : nil
        }
    }

    @concurrent package func log(of job: JobID, lines: Int) async throws -> [String] {
        JobLog.tail(logPath(of: job), lines: lines)
    }

    func logPath(of job: JobID) -> String { "\(folder.logs)/\(job).log" }

    private static func arguments(_ cluster: String, _ store: StoreID?, _ limit: Int) -> StatementArguments {
        let always: StatementArguments = ["cluster": cluster, "limit": max(0, limit)]
        guard let store else { return always }
        return always &+ ["store": store.description]
    }
}
