/// What `GET /api/v1/health` answers.
package struct HealthReport: Codable, Sendable, Hashable {
    /// `ok`, or `degraded` when something below isn't.
    package var status: String
    package var version: String
    package var database: String
    package var cluster: String
    package var activeJobs: Int

    private enum CodingKeys: String, CodingKey {
        case status, version, database, cluster
        case activeJobs = "active_jobs"
    }

    /// - Parameters:
    ///   - databaseProblem: nil when the records can be read.
    ///   - cluster: `live`, `connecting` or why it isn't.
    package init(version: String, databaseProblem: String?, cluster: String, activeJobs: Int) {
        status = databaseProblem == nil && cluster == "live" ? "ok" : "degraded"
        self.version = version
        database = databaseProblem ?? "ok"
        self.cluster = cluster
        self.activeJobs = activeJobs
    }

    /// Whether work can be accepted; a cluster that's away only delays it.
    package var isHealthy: Bool { database == "ok" }
}
