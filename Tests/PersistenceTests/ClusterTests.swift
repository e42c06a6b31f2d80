import Domain
import Foundation
import Testing

@testable import Persistence

@Suite("Which cluster a context leads to")
struct ClusterTests {
    @Test("a context with stores is held to the cluster that it led to first")
    func held() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            try await database.recognise(cluster: TestState.cluster, identity: "one")
            _ = try await database.enqueue(.create("shop"))
            try await database.recognise(cluster: TestState.cluster, identity: "one")
            await #expect(throws: DomainError.anotherCluster(TestState.cluster, stores: 1)) {
                try await database.recognise(cluster: TestState.cluster, identity: "two")
            }
            try await database.recognise(cluster: "k3s", identity: "two")
        }
    }

    @Test("a context without stores may lead elsewhere")
    func free() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            try await database.recognise(cluster: TestState.cluster, identity: "one")
            try await database.recognise(cluster: TestState.cluster, identity: "two")
            _ = try await database.enqueue(.create("shop"))
            await #expect(throws: DomainError.anotherCluster(TestState.cluster, stores: 1)) {
                try await database.recognise(cluster: TestState.cluster, identity: "one")
            }
        }
    }

    @Test("a cluster that was replaced takes its stores and jobs with it, and fences their workers")
    func replaced() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            try await database.recognise(cluster: TestState.cluster, identity: "one")
            let job = try await database.enqueue(.create("shop"))
            let lease = try #require(try await database.claim())
            #expect(
                try await database.replace(cluster: TestState.cluster, identity: "one", requestedBy: "ada")
                    == [])
            let forgotten = try await database.replace(
                cluster: TestState.cluster, identity: "two", requestedBy: "ada")
            #expect(forgotten.map(\.id) == [job.storeID])
            #expect(try await database.stores(cluster: TestState.cluster) == [])
            #expect(try await database.job(job.id)?.state == .cancelled)
            await #expect(throws: DomainError.fenced(job.id)) {
                try await lease.finish(.succeeded(phase: .ready, revision: 1))
            }
            #expect(
                try await database.audit(cluster: TestState.cluster, store: nil, limit: 9).contains {
                    $0.action == "forget" && $0.actor == "ada"
                })
            try await database.recognise(cluster: TestState.cluster, identity: "two")
        }
    }
}
