import Domain
import Foundation
import Testing

@testable import Persistence

@Suite("A job that its workers die of", .timeLimit(.minutes(5)))
struct DeathTests {
    private static let allowed = Database.deathsAmongOthers + Database.deathsAlone

    /// The next job, once its last holder's lock has gone, which is a moment after its last use; nil where no
    /// job is active.
    private static func claim(in database: Database) async throws -> (any JobLease)? {
        for await _ in database.changes() {
            if let lease = try await database.claim() { return lease }
            let newest = try await database.jobs(cluster: TestState.cluster, store: nil, limit: 1).first
            if newest?.state.isActive != true { return nil }
        }
        return nil
    }

    /// Claims, does `body`, and is dead: the lock goes, and nothing is handed back.
    private static func die(
        in database: Database, _ body: (any JobLease) async throws -> Void = { _ in }
    ) async throws -> Bool {
        guard let lease = try await claim(in: database) else { return false }
        try await body(lease)
        return true
    }

    private static func finish(_ name: StepName, _ lease: any JobLease) async throws {
        try await lease.record(StepRecord(name: name, state: .running))
        try await lease.record(StepRecord(name: name, state: .succeeded))
    }

    @Test("is given up in the end, says why, and can be tried again")
    func givenUp() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            var claims = 0
            // What was done before is done again each time, which is no progress.
            while try await Self.die(
                in: database,
                {
                    try await Self.finish(.namespace, $0)
                    try await $0.record(StepRecord(name: .guardrails, state: .running))
                })
            { claims += 1 }
            #expect(claims == Self.allowed)
            let ended = try #require(try await database.job(job.id))
            #expect(ended.state == .failed && ended.failure?.reason == "WorkersDied")
            #expect(ended.failure?.message.contains("the step guardrails") == true)
            #expect(ended.failure?.message.contains("`urumi retry \(job.id.short)`") == true)
            let store = try #require(try await database.store(job.storeID))
            #expect(store.status.phase == .failed && store.status.lastError == ended.failure?.message)
            #expect(
                try await database.audit(cluster: nil, store: "shop", limit: 1).map(\.outcome) == ["failed"])
            #expect(try await database.nextRunAt(cluster: TestState.cluster) == nil)

            _ = try await database.retry(job.id, requestedBy: "ada@vps")
            claims = 0
            while try await Self.die(in: database) { claims += 1 }
            #expect(claims == Self.allowed)
        }
    }

    @Test("as it's killed from outside goes on for as long as it gets further now and then")
    func progress() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.enqueue(.create("shop"))
            for name in job.kind.steps {
                for _ in 0..<Database.deathsAmongOthers - 1 {
                    #expect(try await Self.die(in: database))
                }
                #expect(try await Self.die(in: database) { try await Self.finish(name, $0) })
            }
            let failure = JobFailure(reason: "Away", message: "away", isPermanent: false)
            try await Self.claim(in: database)?.finish(.retry(at: state.time.now, because: failure))
            for _ in 0..<Self.allowed - 1 { #expect(try await Self.die(in: database)) }
            try await Self.claim(in: database)?.finish(.succeeded(phase: .ready, revision: 1))
            #expect(try await database.job(job.id)?.state == .succeeded)
        }
    }

    @Test("is done alone in its process after a while, so that no other dies with it")
    func alone() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let deadly = try await database.enqueue(.create("deadly"))
            for _ in 0..<Database.deathsAmongOthers { #expect(try await Self.die(in: database)) }
            let others = [
                try await database.enqueue(.create("one")), try await database.enqueue(.create("two")),
            ]
            do {
                let alone = try #require(try await Self.claim(in: database))
                #expect(alone.job.id == deadly.id)
                #expect(try await database.claim() == nil)
                // Another process has nothing to do with it.
                let other = try await state.open()
                let first = try #require(try await other.claim())
                #expect(first.job.id == others[0].id)
                try await alone.finish(.released)
                #expect(try await other.claim() == nil)
                try await first.finish(.succeeded(phase: .ready, revision: 1))
                let taken = try #require(try await other.claim())
                #expect(taken.job.id == deadly.id)
                try await taken.finish(.succeeded(phase: .ready, revision: 1))
            }
            #expect(try await database.claim()?.job.id == others[1].id)
        }
    }
}
