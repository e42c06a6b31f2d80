import DemoCluster
import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Provisioning
import Synchronization
import Testing

@Suite("What is half done", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(5)))
struct RecoveryTests {
    private static let pod: JSONValue = [
        "spec": ["restartPolicy": "Never", "containers": [["name": "a", "image": "busybox:1"]]]
    ]

    @Test("nothing is applied over objects that are still being deleted")
    func ending() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            let name = "shop-wordpress"
            let before = try await world.uid(.deployments, name, in: store.namespace)
            try await world.hold(.deployments, name, in: store.namespace)
            try await world.client.delete(.deployments, name, in: store.namespace)
            try await world.working(on: database) {
                let job = try await database.enqueue(world.upgrade(store, overrides: ["shop.title=Two"]))
                _ = try await database.job(job.id) {
                    $0.currentStep?.detail.contains("waiting for Deployment \(name)") == true
                }
                #expect(try await world.states(store) == ["deployed"])
                try await world.letGo(.deployments, name, in: store.namespace)
                let ended = try await database.ended(job.id)
                #expect(ended.state == .succeeded, "\(String(describing: ended.failure))")
            }
            let after = try await world.uid(.deployments, name, in: store.namespace)
            #expect(after != nil && after != before)
        }
    }

    @Test("a store that is archived has no pods any more")
    func archived() async throws {
        try await World.run(speed: 5) { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            let job = try await world.perform(world.delete(store.id, keepsData: true), on: database)
            #expect(job.state == .succeeded)
            #expect(try await world.client.list(Pod.self, in: store.namespace).items.isEmpty)
            #expect(try await world.client.list(StatefulSet.self, in: store.namespace).items.isEmpty)
        }
    }

    @Test("an archived store has no workload that its last revision didn't name, and somebody's own stays")
    func unnamed() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            for (name, release) in [("shop-setup-0", "shop"), ("own", "theirs")] {
                let metadata: JSONValue = [
                    "name": .string(name), "labels": [Ownership.storeLabel: .string("\(store.id)")],
                    "annotations": [Ownership.helmReleaseAnnotation: .string(release)],
                ]
                try await world.client.create(
                    .jobs, ["metadata": metadata, "spec": ["suspend": true, "template": Self.pod]],
                    in: store.namespace)
            }
            let job = try await world.perform(world.delete(store.id, keepsData: true), on: database)
            #expect(job.state == .succeeded, "\(String(describing: job.failure))")
            let left = try await world.client.listMetadata(.jobs, in: store.namespace).items.map(\.name)
            #expect(left == ["own"])
        }
    }

    @Test("data that Helm would remove isn't given up where it's to be kept")
    func dataNotKept() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(overrides: ["keepData=false"], on: database)
            let job = try await world.perform(world.delete(store.id, keepsData: true), on: database)
            #expect(job.state == .failed && job.failure?.reason == "DataNotKept" && job.attempt == 1)
            #expect(try await database.openStore("shop")?.status.phase == .ready)
            #expect(try await world.states(store) == ["deployed"])
        }
    }

    @Test(
        "an upgrade that is interrupted once its migration has begun goes on under the same number",
        arguments: TestHelm.all)
    func migration(helm: TestHelm) async throws {
        try await World.run(.demo, helm, speed: 4) { world in
            let faults = try #require(world.demo).server.faults
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            // Helm gets no further than to what it makes, and can't record how it ended.
            let records = "sh.helm.release.v1.shop.v"
            let fault = ServerFaults.Fault(
                .stall(.seconds(600)), times: 100, method: "PUT", containing: records)
            faults.add(fault)
            let job = try await world.working(on: database) {
                let job = try await database.enqueue(
                    world.upgrade(store, overrides: ["woocommerce.version=99.0.0"]))
                try await world.untilSetupRuns(store, revision: 2)
                return job
            }
            faults.clear()
            #expect(try await world.states(store).last == "pending-upgrade")
            let setup = try await world.uid(.jobs, "shop-setup-2", in: store.namespace)
            let ended = try await world.working(on: database) { try await database.ended(job.id) }
            #expect(ended.state == .succeeded, "\(String(describing: ended.failure))")
            #expect(ended.parameters.migratedRevision == 2)
            #expect(try await world.states(store) == ["superseded", "deployed"])
            #expect(try await world.uid(.jobs, "shop-setup-2", in: store.namespace) == setup)
        }
    }

    @Test("a create whose setup failed is made anew when it's tried again")
    func setupFailed() async throws {
        try await World.run(speed: 4) { world in
            let database = try await world.database()
            try await world.working(on: database) {
                let job = try await database.enqueue(world.create("shop"))
                let store = try #require(try await database.store(job.storeID))
                try await world.untilSetupRuns(store, revision: 1)
                try await world.client.patch(
                    .jobs, "shop-setup-1", .merge(["spec": ["activeDeadlineSeconds": 1]]), in: store.namespace
                )
                let failed = try await database.ended(job.id)
                #expect(failed.state == .failed && failed.failure?.reason == "WorkloadFailed")
                _ = try await database.retry(job.id, requestedBy: "ada@test")
                let again = try await database.ended(job.id)
                #expect(again.state == .succeeded, "\(String(describing: again.failure))")
                #expect(try await world.states(store) == ["superseded", "deployed"])
            }
        }
    }

    @Test("a store that Helm can't uninstall goes with its namespace")
    func stubborn() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            let job = try await database.enqueue(world.delete(store.id))
            let ended = try await world.working(on: database, with: RefusingHelm(base: world.helm)) {
                try await database.ended(job.id)
            }
            #expect(ended.state == .succeeded, "\(String(describing: ended.failure))")
            #expect(ended.steps.first { $0.name == .release }?.state == .failed)
            #expect(try await !world.exists(.namespaces, store.namespace))
        }
    }

    @Test("a namespace that doesn't end costs no attempt, holds up no other job, and ends when it can")
    func stuckNamespace() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            try await world.client.create(
                .configMaps,
                ["metadata": ["name": "held", "finalizers": ["test.example/held"]]], in: store.namespace)
            let clock = HurriedClock(factor: 60)
            try await world.working(on: database, concurrency: 1, clock: clock) {
                let job = try await database.enqueue(world.delete(store.id))
                let waiting = try await database.job(job.id) { $0.state == .queued && $0.token > 0 }
                #expect(waiting.attempt == 0 && waiting.failure?.reason == "NamespaceEnding")
                let other = try await database.enqueue(world.create("other", timeout: 7200))
                #expect(try await database.ended(other.id).state == .succeeded)
                #expect(try await database.job(job.id)?.state.isActive == true)
                try await world.letGo(.configMaps, "held", in: store.namespace)
                _ = try? await database.retry(job.id, requestedBy: "ada@test")
                #expect(try await database.ended(job.id).state == .succeeded)
            }
            #expect(try await !world.exists(.namespaces, store.namespace))
        }
    }

    @Test("what has become ready while nobody saw it is ready at the deadline")
    func unseen() async throws {
        try await World.run { world in
            let database = try await world.database()
            let job = try await database.enqueue(world.create("shop", timeout: 600))
            let clock = GatedClock()
            let ended = try await world.working(on: database, clock: clock, isWatching: false) {
                try await world.untilServing(world.namespace(StoreName("shop")))
                clock.open()
                return try await database.ended(job.id)
            }
            #expect(ended.state == .succeeded, "\(String(describing: ended.failure))")
        }
    }

    @Test("a store isn't ready while one of its workloads isn't there")
    func missing() async throws {
        try await World.run { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            let job = try await database.enqueue(world.upgrade(store, overrides: ["shop.title=Two"]))
            try await world.working(on: database) {
                _ = try await database.job(job.id) { job in
                    job.steps.contains { $0.name == .workloads && $0.state == .running }
                }
                try await world.client.delete(.deployments, "shop-wordpress", in: store.namespace)
                _ = try await database.job(job.id) {
                    $0.currentStep?.detail.contains("Deployment shop-wordpress is missing") == true
                }
                _ = try await database.cancel(job.id, requestedBy: "ada@test")
                #expect(try await database.ended(job.id).state == .cancelled)
            }
        }
    }
}

/// Helm that may not uninstall anything.
private struct RefusingHelm: HelmRunning {
    let base: any HelmRunning
    var version: HelmVersion { base.version }

    func run(
        _ command: HelmCommand, lockFile: String?, within limit: Duration,
        onLine: @escaping @Sendable (HelmOutputLine) -> Void
    ) async throws -> HelmOutput {
        guard case .uninstall = command else {
            return try await base.run(command, lockFile: lockFile, within: limit, onLine: onLine)
        }
        throw HelmError.failed(
            command: command.summary, exitCode: 1, lastLines: ["secrets \"x\" is forbidden: no such right"])
    }
}

/// A clock on which everything takes a fraction of its time.
struct HurriedClock: Clock {
    let factor: Double
    private let base = ContinuousClock()

    init(factor: Double) { self.factor = factor }

    var now: ContinuousClock.Instant { base.now }
    var minimumResolution: Duration { base.minimumResolution }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try await base.sleep(for: base.now.duration(to: deadline) / factor)
    }
}

/// A clock on which what is longer than a minute takes until somebody says so.
private final class GatedClock: Clock {
    private let base = ContinuousClock()
    private let isOpen = Mutex(false)

    var now: ContinuousClock.Instant { base.now }
    var minimumResolution: Duration { base.minimumResolution }

    func open() { isOpen.withLock { $0 = true } }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        guard base.now.duration(to: deadline) > .seconds(60) else {
            return try await base.sleep(until: deadline, tolerance: tolerance)
        }
        while !isOpen.withLock({ $0 }) { try await base.sleep(for: .milliseconds(50)) }
    }
}

extension World {
    /// Returns once everything of the namespace's release is ready or complete by the API server's word.
    /// - Throws: `NotServing` with how everything stands, when that takes too long.
    func untilServing(_ namespace: String) async throws {
        for _ in 0..<2000 {
            if try await isServing(namespace) { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        var stands: [String] = []
        for kind in [ResourceEndpoint.deployments, .statefulSets, .jobs, .pods] {
            for object in try await client.list(kind, in: namespace).items {
                let name = object[path: "metadata", "name"]?.string ?? ""
                stands.append("\(kind.kind) \(name): \(object["status"] ?? .null)")
            }
        }
        throw NotServing(stands: stands)
    }

    struct NotServing: Error { let stands: [String] }

    private func isServing(_ namespace: String) async throws -> Bool {
        let deployments = try await client.list(Deployment.self, in: namespace).items
        let sets = try await client.list(StatefulSet.self, in: namespace).items
        // Runs of the CronJob come and go, and one that began before the database may fail.
        let jobs = try await client.list(Kubernetes.Job.self, in: namespace).items.filter {
            !$0.metadata.ownerReferences.contains { $0.kind == "CronJob" }
        }
        return !deployments.isEmpty && !jobs.isEmpty && deployments.allSatisfy(\.isReady)
            && sets.allSatisfy(\.isReady) && jobs.allSatisfy(\.isComplete)
    }

    private static let finalizer = "test.example/held"

    /// Keeps an object from going when it's deleted.
    func hold(_ endpoint: ResourceEndpoint, _ name: String, in namespace: String) async throws {
        try await client.patch(
            endpoint, name, .merge(["metadata": ["finalizers": [.string(Self.finalizer)]]]), in: namespace)
    }

    func letGo(_ endpoint: ResourceEndpoint, _ name: String, in namespace: String) async throws {
        try await client.patch(
            endpoint, name, .merge(["metadata": ["finalizers": .null]]), in: namespace)
    }
}
