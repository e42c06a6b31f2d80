import Domain
import Foundation
import GRDB
import Testing

@testable import Persistence

private typealias Database = Persistence.Database

@Suite("History")
struct TidyingTests {
    @Test(
        "of a store keeps its newest jobs, of a gone store all for 90 days; logs go with them, the audit stays"
    )
    func tidying() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let kept = try await database.makeStore("kept")
            let gone = try await database.makeStore("gone")
            let first = try await database.jobs(cluster: TestState.cluster, store: kept, limit: 1)[0].id
            JobLog(path: database.logPath(of: first), mode: 0o600).append("first")
            let delete = try await database.enqueue(.delete(gone))
            let lease = try #require(try await database.claim())
            lease.log("gone")
            try await lease.finish(.succeeded(phase: nil, revision: nil))
            // A history as of years.
            try await database.write { connection in
                for number in 0..<Database.jobsKept {
                    try connection.execute(
                        sql: """
                            INSERT INTO jobs SELECT NULL, ? || substr(id, 9), store_id, store_name, cluster, kind,
                                parameters, state, attempt, token, run_at, created_at, started_at, finished_at,
                                failure, steps, requested_by, cancel_requested_by, 0, 0
                            FROM jobs WHERE id = ?
                            """, arguments: [String(format: "%08x", number), first.description])
                }
            }
            let audit = try await database.audit(cluster: nil, store: nil, limit: 99).count
            try await database.tidy()
            #expect(try await database.jobs(cluster: TestState.cluster, store: kept, limit: 999).count == 200)
            #expect(try await database.job(first) == nil)
            #expect(try await database.log(of: first, lines: 1) == [])
            #expect(try await database.log(of: delete.id, lines: 1) == ["gone"])
            state.time.advance(Database.closedKept + 1)
            try await database.tidy()
            #expect(try await database.job(delete.id) == nil)
            #expect(try await database.store(gone) == nil)
            #expect(try await database.log(of: delete.id, lines: 1) == [])
            #expect(try await database.store(kept) != nil)
            #expect(try await database.audit(cluster: nil, store: nil, limit: 99).count == audit)
        }
    }

    @Test("that is tidied leaves alone what is in use")
    func inUse() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            let lease = try #require(try await database.claim())
            lease.log("here")
            let stray = "\(database.folder.locks)/\(UUID().uuidString.lowercased()).lock"
            #expect(FileManager.default.createFile(atPath: stray, contents: nil))
            try await database.tidy()
            #expect(try await database.log(of: lease.job.id, lines: 1) == ["here"])
            #expect(FileManager.default.fileExists(atPath: lease.helmLockFile))
            #expect(!FileManager.default.fileExists(atPath: stray))
        }
    }
}
