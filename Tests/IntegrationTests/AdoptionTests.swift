import DemoCluster
import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Provisioning
import Testing

@Suite("A lost database", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(5)))
struct AdoptionTests {
    /// Each phase that a store can be left in, and what makes it so.
    private struct Case {
        var status: String?
        var annotations: [String: JSONValue] = [:]
        var phase: StorePhase
    }

    private static let cases: [Case] = [
        Case(status: "deployed", phase: .ready),
        Case(status: "deployed", annotations: [Ownership.failureAnnotation: "no room"], phase: .failed),
        Case(status: nil, annotations: [Ownership.archivedAnnotation: "true"], phase: .archived),
        Case(status: nil, phase: .failed),
        Case(status: "pending-install", phase: .failed), Case(status: "pending-upgrade", phase: .failed),
        Case(status: "uninstalling", phase: .failed), Case(status: "failed", phase: .failed),
    ]

    @Test(
        "is rebuilt from the cluster with the same stores in the same phases, 100 of them within 5 s",
        arguments: [false, true])
    func hundred(namespaceByNamespace: Bool) async throws {
        try await World.run { world in
            var wanted: [String: StorePhase] = [:]
            for number in 0..<100 {
                let one = Self.cases[number % Self.cases.count]
                try await Self.make("shop-\(number)", one, world)
                wanted["shop-\(number)"] = one.phase
            }
            if namespaceByNamespace {
                try #require(world.demo).server.faults.add(
                    ServerFaults.Fault(.status(403), times: 1, method: "GET", containing: "/api/v1/secrets"))
            }
            let database = try await world.database()
            let began = ContinuousClock.now
            let found = try await Adoption(client: world.client, cluster: World.cluster).discover()
            let adopted = try await database.adopt(found, requestedBy: "urumi")
            let took = began.duration(to: .now)
            print("100 stores adopted in \(took)")
            // One by one they're as many requests as stores.
            #expect(took < .seconds(namespaceByNamespace ? 30 : 5) && adopted.count == 100)
            let stores = try await database.stores(cluster: World.cluster)
            #expect(
                Dictionary(stores.map { ($0.name.description, $0.status.phase) }) { $1 } == wanted)
            #expect(stores.allSatisfy { ($0.status.phase == .failed) == ($0.status.lastError != nil) })
            #expect(stores.first { $0.name.description == "shop-1" }?.status.lastError == "no room")
            #expect(stores.first { $0.name.description == "shop-5" }?.status.revision == 2)
        }
    }

    @Test("a store that failed is failed again, one that is well is ready, and both go on from there")
    func real() async throws {
        try await World.run { world in
            let before = try await world.database("before")
            let store = try await world.madeStore(on: before)
            let broken = try await world.perform(
                world.create("broken", overrides: ["wordpress.image=nobody/missing:1"]), on: before)
            #expect(broken.state == .failed)
            let after = try await world.database("after")
            _ = try await after.adopt(
                Adoption(client: world.client, cluster: World.cluster).discover(), requestedBy: "urumi")
            let stores = try await after.stores(cluster: World.cluster)
            #expect(stores.map(\.status.phase) == [.failed, .ready])
            #expect(stores.map(\.spec) == (try await before.stores(cluster: World.cluster).map(\.spec)))
            #expect(stores[0].status.lastError == broken.failure?.message)

            // The database knows no earlier job now: what is gone back to is read from the release.
            let upgrade = try await world.perform(
                world.upgrade(store, overrides: ["shop.title=Two"], size: .medium), on: after)
            #expect(upgrade.state == .succeeded)
            let last = try await world.database("last")
            _ = try await last.adopt(
                Adoption(client: world.client, cluster: World.cluster).discover(), requestedBy: "urumi")
            let back = try await world.perform(world.rollback(store.id, to: 1), on: last)
            #expect(back.state == .succeeded, "\(String(describing: back.failure))")
            #expect(try await last.openStore("shop")?.spec == store.spec)
        }
    }

    private static func make(_ name: String, _ one: Case, _ world: World) async throws {
        let name = try StoreName(name)
        let namespace = world.namespace(name)
        let spec = StoreSpec(
            engine: .woocommerce, hosts: ["\(name).localhost"], chartDigest: world.chart.digest,
            chartVersion: world.chart.chart.version)
        let text = String(decoding: try JSONEncoder().encode(spec), as: UTF8.self)
        var annotations = one.annotations
        annotations[Ownership.nameAnnotation] = .string(name.description)
        annotations[Ownership.specAnnotation] = .string(text)
        try await world.client.create(
            .namespaces,
            [
                "metadata": [
                    "name": .string(namespace),
                    "labels": [Ownership.storeLabel: .string(StoreID(UUID()).description)],
                    "annotations": .object(annotations),
                ]
            ])
        guard let status = one.status else { return }
        for (revision, status) in [(1, "superseded"), (2, status)] {
            try await world.client.create(
                .secrets,
                [
                    "metadata": [
                        "name": .string("sh.helm.release.v1.\(name).v\(revision)"),
                        "labels": [
                            "owner": "helm", "name": .string(name.description), "status": .string(status),
                            "version": .string("\(revision)"),
                        ],
                    ],
                    "type": "helm.sh/release.v1",
                ], in: namespace)
        }
    }
}
