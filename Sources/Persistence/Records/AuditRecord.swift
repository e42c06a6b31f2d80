package import Domain
import FoundationEssentials
import GRDB

/// A row of `audit`.
struct AuditRecord: FetchableRecord, PersistableRecord {
    static let databaseTableName = "audit"

    let entry: AuditEntry

    init(_ entry: AuditEntry) { self.entry = entry }

    /// About a job, done by who asked for it.
    init(_ job: Job, outcome: String, detail: String = "", at: Date) {
        entry = AuditEntry(
            at: at, actor: job.requestedBy, action: job.kind.rawValue, target: job.storeName.description,
            cluster: job.cluster, job: job.id, outcome: outcome, detail: detail)
    }

    init(row: Row) {
        entry = AuditEntry(
            at: Date(milliseconds: row["at"]), actor: row["actor"], action: row["action"],
            target: row["target"], cluster: row["cluster"],
            job: (row["job_id"] as String?).flatMap { JobID($0) }, outcome: row["outcome"],
            detail: row["detail"])
    }

    /// The number of the newest entry, which only grows.
    static func newestNumber(_ connection: Connection) throws -> Int64 {
        try Int64.fetchOne(
            connection.cachedStatement(sql: "SELECT seq FROM sqlite_sequence WHERE name = 'audit'")) ?? 0
    }

    func encode(to container: inout PersistenceContainer) {
        container["at"] = entry.at.milliseconds
        container["actor"] = entry.actor
        container["action"] = entry.action
        container["target"] = entry.target
        container["cluster"] = entry.cluster
        container["job_id"] = entry.job?.description
        container["outcome"] = entry.outcome
        container["detail"] = entry.detail
    }
}

extension Database: AuditTrail {
    package func record(_ entry: AuditEntry) async throws {
        try await write { connection in try AuditRecord(entry).insert(connection) }
    }

    package func audit(cluster: String?, store: String?, limit: Int) async throws -> [AuditEntry] {
        try await read { connection in
            try AuditRecord.fetchAll(
                connection,
                sql: """
                    SELECT * FROM audit WHERE (:cluster IS NULL OR cluster IN (:cluster, ''))
                    AND (:store IS NULL OR target = :store) ORDER BY seq DESC LIMIT :limit
                    """,
                arguments: ["cluster": cluster, "store": store, "limit": max(0, limit)]
            ).map(\.entry)
        }
    }
}
