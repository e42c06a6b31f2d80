import Domain
import Foundation
import Glibc
import Testing

@testable import Persistence

@Suite("Processes that share the state", .timeLimit(.minutes(1)))
struct SharingTests {
    @Test("hear of each other's changes")
    func wakes() async throws {
        try await TestState.run { state in
            let (writer, reader) = (try await state.open(), try await state.open())
            var wakes = reader.changes().makeAsyncIterator()
            await wakes.next()
            _ = try await writer.enqueue(.create("shop"))
            await wakes.next()
            #expect(try await reader.stores(cluster: TestState.cluster).count == 1)
            // The claim, the outcome, and the lock's release: after the last, the store can be had.
            _ = try await writer.claim()
            while try await reader.claim() == nil { await wakes.next() }
        }
    }

    @Test("aren't woken by who finds nothing to do")
    func quiet() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            var before = stat()
            stat(database.folder.wake, &before)
            #expect(try await database.claim() == nil)
            #expect(
                try await database.adopt([try #require(try await database.store(id))], requestedBy: "urumi")
                    .isEmpty)
            var after = stat()
            stat(database.folder.wake, &after)
            #expect(before.st_mtim.tv_nsec == after.st_mtim.tv_nsec)
        }
    }

    @Test("know whether one of them works on a cluster")
    func workers() async throws {
        try await TestState.run { state in
            let (one, other) = (try await state.open(), try await state.open())
            #expect(try !other.hasWorker(cluster: "a/b"))
            let first = try one.announceWorker(cluster: "a/b")
            let second = try other.announceWorker(cluster: "a/b")
            #expect(try one.hasWorker(cluster: "a/b"))
            #expect(try !one.hasWorker(cluster: "a"))
            first.end()
            #expect(try one.hasWorker(cluster: "a/b"))
            second.end()
            #expect(try !one.hasWorker(cluster: "a/b"))
        }
    }

    @Test("a job's log keeps its end within bounds, line by line")
    func logs() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            #expect(try await database.log(of: job.id, lines: 5) == [])
            let log = JobLog(path: database.logPath(of: job.id), mode: 0o600, limit: 2000)
            for number in 0..<1000 { log.append("line \(number)\nand more\n") }
            #expect(try await database.log(of: job.id, lines: 3) == ["and more", "line 999", "and more"])
            #expect(try await database.log(of: job.id, lines: 60).count == 60)
            let files = try FileManager.default.contentsOfDirectory(atPath: database.folder.logs)
            let sizes = try files.map {
                try Data(contentsOf: URL(filePath: "\(database.folder.logs)/\($0)")).count
            }
            #expect(sizes.count == 2 && sizes.reduce(0, +) <= 2000)
        }
    }
}
