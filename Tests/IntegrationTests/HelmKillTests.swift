import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Testing

@Suite(
    "A helm that is killed at any moment", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing),
    .timeLimit(.minutes(60)))
struct HelmKillTests {
    /// URUMI_SEEDS says how many lives there are, URUMI_SEED which is the first.
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["URUMI_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1_000_000)
        return (0..<(environment["URUMI_SEEDS"].flatMap { UInt64($0) } ?? 1)).map { first + $0 }
    }()

    @Test(
        "a store's whole life comes out as asked: each job once, no revision unfinished",
        arguments: TestCluster.available, TestHelm.all)
    func lives(cluster: TestCluster, helm: TestHelm) async throws {
        try await World.run(cluster, helm) { world in
            for seed in Self.seeds {
                let killer = DeadlyHelm(world.helm, seed: seed)
                let context = "URUMI_SEED=\(seed) \(helm.testDescription)"
                do {
                    try await Self.live(world, killer, seed, context)
                } catch {
                    Issue.record("\(context): \(error)")
                }
                print("\(context): \(killer.killed) killed")
            }
        }
    }

    private static func live(_ world: World, _ helm: DeadlyHelm, _ seed: UInt64, _ context: String)
        async throws
    {
        let name = "shop-\(seed)"
        let database = try await world.database(name)
        func perform(_ request: JobRequest) async throws -> Domain.Job {
            let job = try await database.enqueue(request)
            let ended = try await world.working(on: database, with: helm) { try await database.ended(job.id) }
            #expect(ended.state == .succeeded, "\(context) \(job.kind): \(String(describing: ended.failure))")
            return ended
        }
        func check(_ store: Store, title: String, operation: JobID?) async throws {
            let now = try #require(try await database.openStore(name))
            let revisions = try await world.revisions(store)
            let newest = revisions.max { Self.number($0) < Self.number($1) }
            #expect(
                now.status.phase == .ready && now.status.revision == newest.map(Self.number), "\(context)")
            #expect(newest?.labels["status"] == "deployed", "\(context)")
            #expect(revisions.filter { $0.labels["status"] == "deployed" }.count == 1, "\(context)")
            if let operation {
                let done = revisions.filter {
                    $0.labels[Ownership.operation] == operation.description
                        && ["deployed", "superseded"].contains($0.labels["status"] ?? "")
                }
                #expect(done.count == 1, "\(context)")
            }
            #expect(try await world.title(store) == title, "\(context)")
            #expect(try await world.describedSpec(store) == now.spec, "\(context)")
        }

        let create = try await perform(world.create(name, overrides: ["shop.title=One"]))
        let store = try #require(try await database.openStore(name))
        try await check(store, title: "One", operation: create.id)
        let upgrade = try await perform(world.upgrade(store, overrides: ["shop.title=Two"]))
        try await check(store, title: "Two", operation: upgrade.id)
        _ = try await perform(world.rollback(store.id))
        try await check(store, title: "One", operation: nil)
        _ = try await perform(world.delete(store.id))
        #expect(try await !world.exists(.namespaces, store.namespace), "\(context)")
    }

    private static func number(_ record: ObjectMeta) -> Int { Int(record.labels["version"] ?? "") ?? 0 }
}
