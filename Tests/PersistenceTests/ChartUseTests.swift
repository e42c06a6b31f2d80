import Domain
import Testing

@testable import Persistence

@Suite("Charts in use")
struct ChartUseTests {
    @Test("are those of open stores, of what they were before, and of every job recorded")
    func digests() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            #expect(try await database.chartDigestsInUse() == [])
            let id = try await database.makeStore("shop")
            #expect(try await database.chartDigestsInUse() == ["d1"])

            var spec = try #require(try await database.store(id)).spec
            spec.chartDigest = "d2"
            _ = try await database.enqueue(
                JobRequest(
                    action: .upgrade(id, spec: spec), cluster: TestState.cluster, requestedBy: "ada@vps"))
            // The one before is what the upgrade goes back to.
            #expect(try await database.chartDigestsInUse() == ["d1", "d2"])
            let lease = try #require(try await database.claim())
            try await lease.finish(.succeeded(phase: .ready, revision: 2))
            #expect(try await database.chartDigestsInUse() == ["d1", "d2"])
        }
    }

    @Test("of a store that is gone, until its jobs are forgotten")
    func gone() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            _ = try await database.enqueue(.delete(id))
            let lease = try #require(try await database.claim())
            try await lease.finish(.succeeded(phase: nil, revision: nil))
            #expect(try await database.chartDigestsInUse() == ["d1"])
            state.time.advance(Database.closedKept + 1)
            try await database.tidy()
            #expect(try await database.chartDigestsInUse() == [])
        }
    }
}
