import Domain
import Foundation
import Glibc
import Testing

@testable import Persistence

@Suite("Claiming", .timeLimit(.minutes(1)))
struct ClaimTests {
    @Test("gives each job to one worker, however many processes ask")
    func exclusive() async throws {
        try await TestState.run { state in
            let databases = [try await state.open(), try await state.open(), try await state.open()]
            for number in 0..<24 { _ = try await databases[0].enqueue(.create("shop-\(number)")) }
            let done = try await withThrowingTaskGroup(of: [JobID].self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        var done: [JobID] = []
                        while let lease = try await databases[worker % 3].claim() {
                            try await lease.finish(.succeeded(phase: .ready, revision: 1))
                            done.append(lease.job.id)
                        }
                        return done
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(done.count == 24)
            #expect(Set(done).count == 24)
            let jobs = try await databases[0].jobs(cluster: TestState.cluster, store: nil, limit: 99)
            #expect(jobs.allSatisfy { $0.state == .succeeded && $0.attempt == 1 && $0.token == 1 })
        }
    }

    @Test("takes jobs in the order they came, and leaves another cluster's alone")
    func order() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            for name in ["zz", "mm", "aa"] { _ = try await database.enqueue(.create(name)) }
            #expect(try await database.claim(cluster: "elsewhere") == nil)
            var names: [String] = []
            while let lease = try await database.claim() {
                names.append(lease.store.name.description)
                #expect(lease.store.status.phase == .provisioning)
                try await lease.finish(.succeeded(phase: .ready, revision: 7))
            }
            #expect(names == ["zz", "mm", "aa"])
            #expect(try await database.store(named: "zz", cluster: TestState.cluster)?.status.revision == 7)
        }
    }

    @Test("the work of a process that was killed goes on in another at once, in the same attempt")
    func killed() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = state.path as String] in
                let worker = try await Database.open(try StateFolder(path: path))
                let lease = try await worker.claim()
                try await lease?.record(StepRecord(name: .namespace, state: .succeeded))
                kill(getpid(), lease == nil ? SIGTERM : SIGKILL)
            }
            #expect(try await database.job(job.id)?.state == .running)
            let lease = try #require(try await database.claim())
            #expect(lease.job.attempt == 1)
            #expect(lease.job.token == 2)
            #expect(lease.job.steps.first?.state == .succeeded)
        }
    }

    @Test("a zombie whose job went to another worker can't write a thing")
    func zombie() async throws {
        try await TestState.run { state in
            let (first, second) = (try await state.open(), try await state.open())
            let job = try await first.enqueue(.create("shop"))
            let zombie = try #require(try await first.claim())
            #expect(try await second.claim() == nil)
            // As if the kernel had let go of the lock while the process lives.
            unlink(LockPaths(folder: try state.folder, store: job.storeID).work)
            let lease = try #require(try await second.claim())
            let outcomes: [JobOutcome] = [
                .released, .succeeded(phase: nil, revision: 9),
                .retry(at: state.time.now, because: JobFailure(reason: "", message: "", isPermanent: false)),
                .failed(JobFailure(reason: "Z", message: "z", isPermanent: true)),
            ]
            let (before, storeBefore) = (try await second.job(job.id), try await second.store(job.storeID))
            for outcome in outcomes {
                await #expect(throws: DomainError.fenced(job.id)) { try await zombie.finish(outcome) }
            }
            await #expect(throws: DomainError.fenced(job.id)) {
                try await zombie.record(StepRecord(name: .hosts, state: .failed))
            }
            #expect(try await second.job(job.id) == before)
            #expect(try await second.store(job.storeID) == storeBefore)
            try await lease.finish(.succeeded(phase: .ready, revision: 1))
            #expect(try await second.store(job.storeID)?.status.phase == .ready)
        }
    }

    @Test("a retry waits for its time and spends an attempt; a release does neither")
    func handingBack() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            try await database.claim()?.finish(.released)
            #expect(try await database.store(job.storeID)?.status.phase == .queued)
            let lease = try #require(try await database.claim())
            #expect(lease.job.attempt == 1)
            let failure = JobFailure(reason: "Slow", message: "slow", isPermanent: false)
            let later = state.time.now.addingTimeInterval(30)
            try await lease.finish(.retry(at: later, because: failure))
            #expect(try await database.claim() == nil)
            #expect(try await database.nextRunAt(cluster: TestState.cluster) == later)
            #expect(try await database.store(job.storeID)?.status.phase == .provisioning)
            state.time.advance(30)
            let second = try #require(try await database.claim())
            #expect(second.job.attempt == 2)
            #expect(second.job.failure == failure)
            #expect(second.job.startedAt == job.createdAt)
            try await second.finish(.failed(failure))
            #expect(try await database.job(job.id)?.failure == failure)
            #expect(try await database.store(job.storeID)?.status.lastError == "slow")
            #expect(try await database.nextRunAt(cluster: TestState.cluster) == nil)
        }
    }

    @Test("a retry that is free spends no attempt")
    func freeRetry() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            let failure = JobFailure(reason: "Away", message: "away", isPermanent: false)
            for _ in 0..<3 {
                let lease = try #require(try await database.claim())
                #expect(lease.job.attempt == 1)
                try await lease.finish(.retry(at: state.time.now, because: failure, isFree: true))
            }
        }
    }

    @Test("what a clock that was set back since has put off is due")
    func clockSetBack() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            let failure = JobFailure(reason: "Away", message: "away", isPermanent: false)
            let later = state.time.now.addingTimeInterval(300)
            try await database.claim()?.finish(.retry(at: later, because: failure))
            #expect(try await database.claim() == nil)
            state.time.advance(-3600)
            let due = try #require(try await database.nextRunAt(cluster: TestState.cluster))
            #expect(due <= state.time.now.addingTimeInterval(1))
            #expect(try await database.claim() != nil)
        }
    }

    @Test("what nobody worked on for a while has half of its time anew, and what was worked on hasn't")
    func neglected() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            let start = state.time.now
            let failure = JobFailure(reason: "Slow", message: "slow", isPermanent: false)
            let first = try #require(try await database.claim())
            state.time.advance(500)
            try await first.finish(.retry(at: state.time.now, because: failure))
            let second = try #require(try await database.claim())
            #expect(second.job.parameters.extendedUntil == nil)
            try await second.finish(.retry(at: state.time.now, because: failure))
            state.time.advance(7200)
            let third = try #require(try await database.claim())
            let extended = start.addingTimeInterval(500 + 7200 + 300)
            #expect(third.job.parameters.extendedUntil == extended)
            try await third.finish(.retry(at: state.time.now, because: failure))
            let fourth = try #require(try await database.claim())
            #expect(fourth.job.parameters.extendedUntil == extended && fourth.job.startedAt == start)
        }
    }

    @Test("who waits looks again soon where another process holds the job, and not at its own")
    func waiting() async throws {
        try await TestState.run { state in
            let (worker, other) = (try await state.open(), try await state.open())
            _ = try await worker.enqueue(.create("shop"))
            let lease = try #require(try await worker.claim())
            #expect(try await worker.nextRunAt(cluster: TestState.cluster) == nil)
            let soon = state.time.now.addingTimeInterval(Database.rescueInterval)
            #expect(try await other.nextRunAt(cluster: TestState.cluster) == soon)
            try await lease.finish(.succeeded(phase: .ready, revision: 1))
            #expect(try await other.nextRunAt(cluster: TestState.cluster) == nil)
        }
    }

    @Test("jobs are listed active first and found by the start of their id")
    func listing() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("done")
            let queued = try await database.enqueue(.create("shop"))
            let delete = try await database.enqueue(.delete(id))
            let jobs = try await database.jobs(cluster: TestState.cluster, store: nil, limit: 9)
            #expect(jobs.map(\.state) == [.queued, .queued, .succeeded])
            #expect(jobs.map(\.kind) == [.delete, .create, .create])
            let own = try await database.jobs(cluster: TestState.cluster, store: id, limit: 1)
            #expect(own == [delete])
            #expect(try await database.job(prefix: queued.id.description.uppercased()) == queued)
            #expect(try await database.job(prefix: "") == nil)
            #expect(try await database.job(prefix: "%") == nil)
        }
    }
}
