import Domain
import FoundationEssentials
import GRDB

/// A row of `jobs`.
struct JobRecord: FetchableRecord, PersistableRecord {
    static let databaseTableName = "jobs"

    let job: Job

    init(_ job: Job) { self.job = job }

    init(row: Row) throws {
        guard let id = JobID(row["id"] as String), let storeID = StoreID(row["store_id"] as String),
            let storeName = try? StoreName(row["store_name"]), let kind = JobKind(rawValue: row["kind"]),
            let state = JobState(rawValue: row["state"])
        else { throw JSONText.unknown("jobs", row["id"]) }
        job = Job(
            id: id, storeID: storeID, storeName: storeName, cluster: row["cluster"], kind: kind,
            parameters: try JSONText.decode(from: row["parameters"]), state: state,
            attempt: row["attempt"], token: row["token"], runAt: Date(milliseconds: row["run_at"]),
            createdAt: Date(milliseconds: row["created_at"]),
            startedAt: (row["started_at"] as Int64?).map(Date.init(milliseconds:)),
            finishedAt: (row["finished_at"] as Int64?).map(Date.init(milliseconds:)),
            failure: try (row["failure"] as String?).map { try JSONText.decode(from: $0) },
            steps: try JSONText.decode([StepRecord].self, from: row["steps"]),
            requestedBy: row["requested_by"], cancelRequestedBy: row["cancel_requested_by"])
    }

    func encode(to container: inout PersistenceContainer) throws {
        container["id"] = job.id.description
        container["store_id"] = job.storeID.description
        container["store_name"] = job.storeName.description
        container["cluster"] = job.cluster
        container["kind"] = job.kind.rawValue
        container["parameters"] = try JSONText.encode(job.parameters)
        container["state"] = job.state.rawValue
        container["attempt"] = job.attempt
        container["token"] = job.token
        container["run_at"] = job.runAt.milliseconds
        container["created_at"] = job.createdAt.milliseconds
        container["started_at"] = job.startedAt?.milliseconds
        container["finished_at"] = job.finishedAt?.milliseconds
        container["failure"] = try job.failure.map { try JSONText.encode($0) }
        container["steps"] = try JSONText.encode(job.steps)
        container["requested_by"] = job.requestedBy
        container["cancel_requested_by"] = job.cancelRequestedBy
    }

    static func find(_ connection: Connection, id: JobID) throws -> JobRecord? {
        try fetchOne(connection, sql: "SELECT * FROM jobs WHERE id = ?", arguments: [id.description])
    }
}
