package import Domain
package import FoundationEssentials
import GRDB

/// A line of the audit trail, which is only ever added to.
package struct AuditEntry: Hashable, Sendable {
    package var at: Date
    /// Who asked, as `user@host`; `urumi` for what it did by itself.
    package var actor: String
    /// A job's kind, or `adopt`.
    package var action: String
    /// The store's name.
    package var target: String
    package var cluster: String
    package var job: JobID?
    /// `accepted`, or a job's final state.
    package var outcome: String
    /// Why, where there's more to say.
    package var detail: String
}

extension AuditEntry {
    /// About a job, done by who asked for it.
    init(_ job: Job, outcome: String, detail: String = "", at: Date) {
        self.init(
            at: at, actor: job.requestedBy, action: job.kind.rawValue, target: job.storeName.description,
            cluster: job.cluster, job: job.id, outcome: outcome, detail: detail)
    }
}

extension AuditEntry: FetchableRecord, PersistableRecord {
    static let databaseTableName = "audit"

    init(row: Row) {
        self.init(
            at: Date(milliseconds: row["at"]), actor: row["actor"], action: row["action"],
            target: row["target"], cluster: row["cluster"],
            job: (row["job_id"] as String?).flatMap { JobID($0) }, outcome: row["outcome"],
            detail: row["detail"])
    }

    func encode(to container: inout PersistenceContainer) {
        container["at"] = at.milliseconds
        container["actor"] = actor
        container["action"] = action
        container["target"] = target
        container["cluster"] = cluster
        container["job_id"] = job?.description
        container["outcome"] = outcome
        container["detail"] = detail
    }
}

extension Database {
    /// The newest entries, newest first.
    package func audit(limit: Int) async throws -> [AuditEntry] {
        try await read { connection in
            try AuditEntry.fetchAll(
                connection, sql: "SELECT * FROM audit ORDER BY seq DESC LIMIT ?", arguments: [limit])
        }
    }
}
