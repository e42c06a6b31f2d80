import Domain
import Foundation
import Glibc
import Synchronization
import Testing

import class GRDB.DatabaseQueue

@testable import Persistence

@Suite("A database whose files are taken away while it's open", .timeLimit(.minutes(1)))
struct TornFileTests {
    @Test("loses nothing of what was acknowledged", arguments: [["-wal"], ["-shm"], ["-wal", "-shm"]])
    func restored(parts: [String]) async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let path = database.folder.database
            let job = try await database.enqueue(.create("shop"))
            let lease = try #require(try await database.claim())
            for part in parts { unlink(path + part) }
            try await lease.record(StepRecord(name: .namespace, state: .succeeded))
            let later = try await database.enqueue(.create("later"))
            #expect(try await database.job(job.id)?.steps.first?.state == .succeeded)
            // Whoever opens the files that are there now sees all of it.
            let names = try await DatabaseQueue(path: path).read {
                try String.fetchAll($0, sql: "SELECT store_name FROM jobs ORDER BY seq")
            }
            #expect(names == ["shop", "later"])
            #expect(try await database.loss(cluster: "a") == nil)
            for part in parts { unlink(path + part) }
            #expect(try await database.job(later.id) == later)
            try await lease.finish(.succeeded(phase: .ready, revision: 1))
            #expect(try await database.job(job.id)?.state == .succeeded)
        }
    }

    @Test("goes on while somebody takes them away again and again")
    func againAndAgain() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let path = database.folder.database
            let stop = Atomic(false)
            let thief = Thread {
                while !stop.load(ordering: .relaxed) {
                    unlink(path + "-shm")
                    unlink(path + "-wal")
                    usleep(20_000)
                }
            }
            thief.start()
            var accepted: Set<JobID> = []
            for number in 0..<40 {
                if let job = try? await database.enqueue(.create("shop-\(number)")) {
                    accepted.insert(job.id)
                }
            }
            stop.store(true, ordering: .relaxed)
            while !thief.isFinished { sched_yield() }
            let jobs = try await database.jobs(cluster: TestState.cluster, store: nil, limit: 99)
            #expect(accepted.isSubset(of: jobs.map(\.id)))
            _ = try await database.enqueue(.create("last"))
        }
    }

    @Test("wakes who listens, though nothing was written")
    func wakes() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            var wakes = database.changes().makeAsyncIterator()
            await wakes.next()
            unlink(database.folder.database + "-wal")
            await wakes.next()
            #expect(try await database.stores(cluster: TestState.cluster).count == 1)
        }
    }

    @Test("is put together before another process begins new files beside it")
    func others() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            let path = database.folder.database
            await withTaskGroup(of: Void.self) { group in
                // As every dashboard and worker does.
                group.addTask {
                    for await _ in database.changes() {
                        _ = try? await database.stores(cluster: TestState.cluster)
                    }
                }
                await #expect(processExitsWith: .success) {
                    [state = state.path as String, path = path as String] in
                    unlink(path + "-wal")
                    unlink(path + "-shm")
                    let other = try await TestState(path: state).open()
                    let isWhole = try await other.stores(cluster: TestState.cluster).count == 1
                    guard isWhole, try await other.loss(cluster: "a") == nil else { exit(1) }
                    _ = try await other.enqueue(.create("other"))
                }
                group.cancelAll()
            }
            #expect(try await database.stores(cluster: TestState.cluster).count == 2)
        }
    }

    @Test("is left alone by others where whoever has it open doesn't answer")
    func unanswered() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            let path = database.folder.database
            await #expect(processExitsWith: .success) {
                [state = state.path as String, path = path as String] in
                unlink(path + "-wal")
                let folder = try StateFolder(path: state)
                do {
                    _ = try await Database.open(folder, patience: .milliseconds(100))
                } catch PersistenceError.locked {
                    exit(0)
                }
                exit(1)
            }
            #expect(try await database.job(job.id) == job)
        }
    }

    @Test("takes nothing more once others have begun new ones, and makes way for another worker")
    func abandoned() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let path = database.folder.database
            _ = try await database.enqueue(.create("shop"))
            let presence = try database.announceWorker(cluster: "a")
            defer { presence.end() }
            unlink(path + "-wal")
            try Data(repeating: 1, count: 5000).write(to: URL(filePath: path + "-wal"))
            await #expect(throws: PersistenceError.abandoned(path: path)) {
                try await database.enqueue(.create("later"))
            }
            await #expect(throws: PersistenceError.abandoned(path: path)) {
                try await database.stores(cluster: TestState.cluster)
            }
            #expect(try !database.hasWorker(cluster: "a"))
            #expect(try Data(contentsOf: URL(filePath: path + "-wal")).count == 5000)
        }
    }
}
