import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Testing

@Suite("A store's life", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(5)))
struct LifecycleTests {
    @Test(
        "created, it's ready; deleted, it leaves no namespace", arguments: TestCluster.available, TestHelm.all
    )
    func createAndDelete(cluster: TestCluster, helm: TestHelm) async throws {
        try await World.run(cluster, helm) { world in
            let database = try await world.database()
            let created = try await world.perform(world.create("shop"), on: database)
            #expect(created.state == .succeeded, "\(String(describing: created.failure))")
            #expect(created.attempt == 1)
            #expect(created.steps.allSatisfy { $0.state == .succeeded || $0.name == .hosts })
            let store = try #require(try await database.openStore("shop"))
            #expect(store.status.phase == .ready && store.status.revision == 1)

            let pods = try await world.client.list(Pod.self, in: store.namespace).items
            #expect(pods.contains { $0.metadata.name.hasPrefix("shop-wordpress-") })
            #expect(pods.contains { $0.metadata.name == "shop-mysql-0" })
            let release = try #require(try await world.revisions(store).first)
            #expect(release.labels["status"] == "deployed")
            #expect(release.labels[Ownership.operation] == created.id.description)

            let deleted = try await world.perform(world.delete(store.id), on: database)
            #expect(deleted.state == .succeeded, "\(String(describing: deleted.failure))")
            #expect(try await !world.exists(.namespaces, store.namespace))
            #expect(try await database.openStore("shop") == nil)
        }
    }

    @Test("many at once are all made, never more than the worker's number at a time")
    func many() async throws {
        try await World.run { world in
            let database = try await world.database()
            var jobs: [JobID] = []
            for number in 1...6 {
                jobs.append(try await database.enqueue(world.create("shop-\(number)")).id)
            }
            let most = try await world.working(on: database, concurrency: 3) {
                var most = 0
                for await _ in database.changes() {
                    let all = try await database.jobs(cluster: World.cluster, store: nil, limit: 20)
                    most = max(most, all.count { $0.state == .running })
                    if all.allSatisfy({ !$0.state.isActive }) { break }
                }
                return most
            }
            #expect(most == 3)
            for id in jobs { #expect(try await database.job(id)?.state == .succeeded) }
            let stores = try await database.stores(cluster: World.cluster)
            #expect(stores.map(\.status.phase) == Array(repeating: .ready, count: 6))
        }
    }

    @Test("a taken name and one store too many are refused at once, with nothing made")
    func refusals() async throws {
        try await World.run { world in
            let database = try await world.database()
            _ = try await database.enqueue(world.create("one", maxStores: 2))
            let taken = DomainError.nameTaken(try StoreName("one"), phase: .queued)
            await #expect(throws: taken) { try await database.enqueue(world.create("one", maxStores: 2)) }
            _ = try await database.enqueue(world.create("two", maxStores: 2))
            await #expect(throws: DomainError.limitReached(2)) {
                try await database.enqueue(world.create("three", maxStores: 2))
            }
            let names = try await database.stores(cluster: World.cluster).map(\.name.description)
            #expect(names == ["one", "two"])
        }
    }

    @Test("a delete ends a create that still runs, and leaves nothing")
    func superseded() async throws {
        // Slow enough that the create is still waiting for its workloads.
        try await World.run(speed: 2) { world in
            let database = try await world.database()
            try await world.working(on: database) {
                let create = try await database.enqueue(world.create("shop"))
                _ = try await database.job(create.id) { $0.currentStep?.name == .workloads }
                let delete = try await database.enqueue(world.delete(create.storeID))
                let cancelled = try #require(try await database.job(create.id))
                #expect(cancelled.state == .cancelled && cancelled.failure?.reason == "Superseded")
                #expect(try await database.ended(delete.id).state == .succeeded)
            }
            #expect(try await !world.exists(.namespaces, world.namespace(StoreName("shop"))))
            #expect(try await database.openStore("shop") == nil)
        }
    }

    @Test("deleted with its data kept, creating the name again takes the data up")
    func archived() async throws {
        try await World.run { world in
            let database = try await world.database()
            let created = try await world.perform(world.create("shop"), on: database)
            let store = try #require(try await database.openStore("shop"))
            func kept() async throws -> [String?] {
                [
                    try await world.uid(.namespaces, store.namespace),
                    try await world.uid(.secrets, store.credentialsSecret, in: store.namespace),
                    try await world.uid(.persistentVolumeClaims, "data-shop-mysql-0", in: store.namespace),
                    try await world.uid(.persistentVolumeClaims, "shop-content", in: store.namespace),
                ]
            }
            let before = try await kept()
            #expect(!before.contains(nil))

            let archived = try await world.perform(world.delete(store.id, keepsData: true), on: database)
            #expect(archived.state == .succeeded)
            #expect(try await database.openStore("shop")?.status.phase == .archived)
            #expect(try await world.revisions(store).isEmpty)
            #expect(try await kept() == before)

            let again = try await world.perform(world.create("shop"), on: database)
            #expect(again.state == .succeeded && again.storeID == created.storeID)
            #expect(try await kept() == before)
            let namespace = try await world.client.get(Namespace.self, store.namespace)
            #expect(namespace.metadata.annotations[Ownership.archivedAnnotation] == nil)
            #expect(try await database.openStore("shop")?.status.phase == .ready)
        }
    }
}
