package import Domain
import FoundationEssentials
import GRDB

/// What became of records, as it's written into the audit trail of those that come after.
enum Loss: Hashable {
    /// The file was broken, and is kept under that name.
    case broken(kept: String)
    /// The file wasn't there any more.
    case missing
    /// That many of the newest entries weren't there any more.
    case outdated(Int64)

    static let action = "lose records"
    static let remedy = "rebuild records"

    /// Marks the database, so that asking whether anything was ever lost costs nothing.
    func note(_ connection: Connection, now: Date) throws {
        try connection.execute(sql: "PRAGMA user_version = 1")
        let entry = AuditEntry(
            at: now, actor: "urumi", action: Self.action, target: "", cluster: "", job: nil,
            outcome: "noticed", detail: description)
        try AuditRecord(entry).insert(connection)
    }

    private var description: String {
        switch self {
        case .broken(let kept): "the database was damaged; it is kept as \(kept)"
        case .missing: "the database was gone"
        case .outdated(let count):
            "the database lacks its newest \(count) entries, as if an older copy had been put back or its -wal "
                + "file removed"
        }
    }
}

extension Database: LossRegister {
    package func loss(cluster: String) async throws -> RecordLoss? {
        try await read { connection in
            guard try Int.fetchOne(connection, sql: "PRAGMA user_version") != 0 else { return nil }
            let row = try Row.fetchOne(
                connection,
                sql: """
                    SELECT at, detail FROM audit WHERE action = :loss AND seq > COALESCE(
                        (SELECT MAX(seq) FROM audit WHERE action = :remedy AND cluster = :cluster), 0)
                    ORDER BY seq DESC LIMIT 1
                    """,
                arguments: ["loss": Loss.action, "remedy": Loss.remedy, "cluster": cluster])
            return row.map { RecordLoss(at: Date(milliseconds: $0["at"]), what: $0["detail"]) }
        }
    }

    package func makeGood(_ loss: RecordLoss, cluster: String, stores: Int) async throws {
        try await write { [now = moment] connection in
            let entry = AuditEntry(
                at: now, actor: "urumi", action: Loss.remedy, target: "", cluster: cluster, job: nil,
                outcome: JobState.succeeded.rawValue, detail: "stores taken in: \(stores)")
            try AuditRecord(entry).insert(connection)
        }
    }
}
