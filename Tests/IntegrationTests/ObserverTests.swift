import Domain
import Kubernetes
import Provisioning
import Testing

@Suite("Observing stores", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(5)))
struct ObserverTests {
    @Test("whoever waits for a namespace that's gone already is told so, before the first lists and after")
    func goneAlready() async throws {
        try await World.run { world in
            let observer = ClusterObserver(client: world.client)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await observer.run() }
                for _ in 0..<2 {
                    let first = await observer.observations(of: "gone").first { _ in true }
                    #expect(first == .some(nil))
                }
                group.cancelAll()
            }
        }
    }

    @Test("a workload that somebody deletes is missed, and an upgrade that wants nothing new makes it again")
    func deletedWorkload() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            let seen = try await Self.observe(store, in: world) { !$0.workloads.isEmpty }
            #expect(seen.missing.isEmpty && seen.health(phase: .ready) == .healthy)
            try await world.client.delete(.statefulSets, "shop-mysql", in: store.namespace)
            let broken = try await Self.observe(store, in: world) {
                $0.workloads.count < seen.workloads.count
            }
            #expect(broken.missing == ["StatefulSet shop-mysql"])
            #expect(broken.health(phase: .ready) == .degraded)
            let drifts = store.drifts(seen: broken)
            #expect(drifts == [.workloadsMissing(["StatefulSet shop-mysql"])])
            let mended = try await world.perform(
                world.upgrade(store, overrides: store.spec.overrides), on: database)
            #expect(mended.state == .succeeded, "\(String(describing: mended.failure))")
            #expect(try await Self.observe(store, in: world) { !$0.workloads.isEmpty }.missing.isEmpty)
        }
    }

    private static func observe(
        _ store: Store, in world: World, until condition: @Sendable (StoreObservation) -> Bool
    ) async throws -> StoreObservation {
        let observer = ClusterObserver(client: world.client)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await observer.run() }
            defer { group.cancelAll() }
            for await seen in await observer.observations(of: store.namespace) {
                if let seen, condition(seen) { return seen }
            }
            throw CancellationError()
        }
    }
}
