import Foundation
import Kubernetes
import Logging
import Testing

@testable import HTTPAPI

@Suite("GET /api/v1/health")
struct HealthTests {
    /// Serves `report` on a port of the system's choice and returns what a client gets at `path`.
    func answer(_ report: HealthReport, path: String) async throws -> KubernetesClient.RawResponse {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let api = HTTPAPI(host: "127.0.0.1", port: 0, logger: logger) {
            report
        } onListening: {
            port.yield($0)
        }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await api.run() }
            defer { group.cancelAll() }
            var listening = ports.makeAsyncIterator()
            let number = try #require(await listening.next())
            let server = ClusterConfiguration(contextName: "test", server: "http://127.0.0.1:\(number)")
            let client = KubernetesClient(server)
            let response = try await client.raw("GET", path)
            await client.shutdown()
            return response
        }
    }

    @Test("answers 200 while work can be accepted, even when the cluster is away")
    func degraded() async throws {
        let report = HealthReport(version: "1", databaseProblem: nil, cluster: "unreachable", activeJobs: 2)
        let response = try await answer(report, path: "/api/v1/health")
        #expect(response.status == 200)
        let body = try JSONValue(parsing: response.body)
        #expect(body["status"] == "degraded" && body["active_jobs"] == 2)
    }

    @Test("answers 503 when the records can't be read")
    func broken() async throws {
        let report = HealthReport(version: "1", databaseProblem: "unreadable", cluster: "live", activeJobs: 0)
        #expect(try await answer(report, path: "/api/v1/health").status == 503)
    }

    @Test("is the only thing there")
    func unknown() async throws {
        let report = HealthReport(version: "1", databaseProblem: nil, cluster: "live", activeJobs: 0)
        #expect(try await answer(report, path: "/api/v1/stores").status == 404)
    }
}
