import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Provisioning
import Testing

@Suite(
    "Upgrades and the way back", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing),
    .timeLimit(.minutes(10)))
struct UpgradeTests {
    @Test(
        "upgraded, rolled back and rolled back again, the store is each time what its revision says",
        arguments: TestCluster.available, TestHelm.all)
    func thereAndBack(cluster: TestCluster, helm: TestHelm) async throws {
        try await World.run(cluster, helm) { world in
            let database = try await world.database()
            let store = try await world.madeStore(overrides: ["shop.title=One"], on: database)
            let reader = ReleaseHistoryReader(client: world.client, helm: world.helm, charts: world.charts)

            let request = world.upgrade(store, overrides: ["shop.title=Two"], size: .medium)
            guard case .upgrade(_, let spec) = request.action else { return }
            let preview = try await reader.preview(of: store, upgradedTo: spec)
            #expect(
                preview.diff.contains("\n-shop.title: One\n-size: small\n+shop.title: Two\n+size: medium\n"))
            #expect(
                preview.objects.contains { $0.object == "Deployment/shop-wordpress" && $0.kind == .changed })
            #expect(!preview.schemaChanges)

            let upgrade = try await world.perform(request, on: database)
            #expect(upgrade.state == .succeeded, "\(String(describing: upgrade.failure))")
            var now = try #require(try await database.openStore("shop"))
            #expect(now.status.revision == 2 && now.status.phase == .ready && now.spec == spec)
            #expect(try await world.title(store) == "Two")
            #expect(try await world.describedSpec(store) == spec)

            let back = try await world.perform(world.rollback(store.id), on: database)
            #expect(back.state == .succeeded, "\(String(describing: back.failure))")
            now = try #require(try await database.openStore("shop"))
            #expect(now.status.revision == 3 && now.spec == store.spec)
            #expect(try await world.title(store) == "One")
            #expect(try await world.describedSpec(store) == store.spec)

            let forth = try await world.perform(world.rollback(store.id, to: 2), on: database)
            #expect(forth.state == .succeeded, "\(String(describing: forth.failure))")
            now = try #require(try await database.openStore("shop"))
            #expect(now.status.revision == 4 && now.spec == spec)
            #expect(try await world.describedSpec(store) == spec)

            let history = try await reader.revisions(of: store)
            #expect(history.map(\.revision) == [4, 3, 2, 1])
            #expect(history.map(\.state) == [.deployed, .superseded, .superseded, .superseded])
            // A rollback's revision has the label of the one gone back to.
            #expect(history[0].operation == upgrade.id && history[2].operation == upgrade.id)
            #expect(history[1].operation == history[3].operation && history[1].operation != upgrade.id)
            #expect(
                history.allSatisfy { $0.chart == "woocommerce" && $0.chartVersion == store.spec.chartVersion }
            )
            #expect(try await !reader.difference(of: store, from: 1, to: 2).isEmpty)
            let quota = try await world.client.get(.resourceQuotas, "urumi-quota", in: store.namespace)
            #expect(quota[path: "spec", "hard", "limits.cpu"] != nil)
        }
    }

    @Test("a revision that isn't there is refused with those that are, and the store stays as it was")
    func noSuchRevision() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            for (revision, word) in [(7, "revision 7"), (nil, "no earlier revision")] as [(Int?, String)] {
                let job = try await world.perform(world.rollback(store.id, to: revision), on: database)
                #expect(job.state == .failed && job.failure?.reason == "RevisionMissing" && job.attempt == 1)
                #expect(job.failure?.message.contains(word) == true)
                let now = try #require(try await database.openStore("shop"))
                #expect(now.status.phase == .ready && now.spec == store.spec && now.status.revision == 1)
            }
            #expect(try await world.states(store) == ["deployed"])
        }
    }

    @Test(
        "an upgrade that can't become ready is rolled back by itself, and the store is ready as before",
        arguments: TestCluster.available, TestHelm.all)
    func rolledBack(cluster: TestCluster, helm: TestHelm) async throws {
        try await World.run(cluster, helm) { world in
            let database = try await world.database()
            let store = try await world.madeStore(overrides: ["shop.title=One"], on: database)
            let upgrade = try await world.perform(
                world.upgrade(
                    store,
                    overrides: ["shop.title=Two", Self.refused]),
                on: database)
            #expect(upgrade.state == .failed && upgrade.failure?.isPermanent == true)
            #expect(
                upgrade.failure?.message.contains("rolled back") == true, "\(upgrade.failure?.message ?? "")")
            #expect(upgrade.steps.first { $0.name == .undo }?.state == .succeeded)
            let now = try #require(try await database.openStore("shop"))
            let states = try await world.states(store)
            #expect(now.status.phase == .ready && now.spec == store.spec)
            #expect(now.status.revision == states.count, "\(states)")
            #expect(now.status.lastError?.contains("rolled back") == true)
            // A helm that fails in passing leaves a failed revision and is tried again.
            let log = try await database.log(of: upgrade.id, lines: 100).joined(separator: "\n")
            #expect(
                states.filter { $0 != "failed" } == ["superseded", "superseded", "deployed"],
                "\(states)\n\(log)")
            #expect(try await world.title(store) == "One")
            #expect(try await world.describedSpec(store) == store.spec)

            // The revision that was given up is no place to go back to.
            let back = try await world.perform(world.rollback(store.id), on: database)
            #expect(back.failure?.reason == "RevisionMissing")
        }
    }

    @Test("values that the chart refuses change nothing, and the store stays ready")
    func refusedValues() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            let upgrade = try await world.perform(
                world.upgrade(store, overrides: ["shop.country=nowhere at all"]), on: database)
            #expect(upgrade.state == .failed && upgrade.failure?.reason == "ChartInvalid")
            #expect(upgrade.attempt == 1)
            let now = try #require(try await database.openStore("shop"))
            #expect(now.status.phase == .ready && now.spec == store.spec && now.status.revision == 1)
            #expect(try await world.describedSpec(store) == store.spec)
            #expect(try await world.states(store) == ["deployed"])
        }
    }

    @Test("an upgrade whose migration has begun isn't rolled back: it stops and says what can be done")
    func migrationBegun() async throws {
        try await World.run(speed: 4) { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            try await world.working(on: database) {
                let job = try await database.enqueue(
                    world.upgrade(store, overrides: ["woocommerce.version=99.0.0"]))
                try await world.untilSetupRuns(store, revision: 2)
                try await world.breakWordPress(store)
                let ended = try await database.ended(job.id)
                #expect(ended.state == .failed)
                #expect(ended.failure?.message.contains("has begun to change the database") == true)
                #expect(ended.failure?.message.contains("urumi retry \(job.id.short)") == true)
            }
            let now = try #require(try await database.openStore("shop"))
            #expect(now.status.phase == .failed && now.status.revision == 2)
            #expect(now.spec.overrides == ["woocommerce.version=99.0.0"])
            #expect(try await world.states(store) == ["superseded", "deployed"])
        }
    }

    @Test(
        "a failed upgrade that is tried again is made as a new revision, and a failed store can be upgraded")
    func again() async throws {
        try await World.run { world in
            let database = try await world.database()
            let create = try await world.perform(
                world.create("shop", overrides: ["wordpress.image=nobody/missing:1"]), on: database)
            #expect(create.state == .failed)
            let store = try #require(try await database.openStore("shop"))
            let bad = try await world.perform(
                world.upgrade(store, overrides: ["wordpress.image=nobody/lost:missing"]), on: database)
            #expect(bad.state == .failed)
            let good = try await world.perform(world.upgrade(store, overrides: []), on: database)
            #expect(good.state == .succeeded, "\(String(describing: good.failure))")
            let now = try #require(try await database.openStore("shop"))
            #expect(now.status.phase == .ready && now.spec.overrides.isEmpty && now.status.lastError == nil)
        }
    }

    /// Less than the namespace's limits let a container have; the database's schema is the same.
    static let refused = [
        "requests.cpu=50m", "requests.memory=1Mi", "limits.cpu=1", "limits.memory=512Mi",
    ].map { "wordpress.resources." + $0 }.joined(separator: ",")
}

extension World {
    /// Returns once the main container of a revision's setup Job has started.
    func untilSetupRuns(_ store: Store, revision: Int) async throws {
        let name = "\(store.name)-setup-\(revision)-"
        while true {
            let pods = try await client.list(Pod.self, in: store.namespace).items
            let isRunning = pods.contains { pod in
                pod.metadata.name.hasPrefix(name)
                    && pod.containerStatuses.contains {
                        if case .waiting = $0.state { false } else { true }
                    }
            }
            if isRunning { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Gives the shop's web server an image that nobody has.
    func breakWordPress(_ store: Store) async throws {
        let container: JSONValue = ["name": "wordpress", "image": "nobody/missing:1"]
        try await client.patch(
            .deployments, "\(store.name)-wordpress",
            .strategic(["spec": ["template": ["spec": ["containers": [container]]]]]), in: store.namespace)
    }
}
