import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Testing

/// A worker that is gone between any two things that it writes down, and another that takes over.
@Suite(
    "A worker that dies at any point", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing),
    .timeLimit(.minutes(10)))
struct DeathTests {
    /// More than a job writes; a worker that has done its job before its death is a case too.
    private static let writes = 0..<18

    @Test("a create is finished by the next one, once")
    func create() async throws {
        try await World.run { world in
            try await Self.forEach(Self.some(Self.writes, every: 2)) { number in
                let first = try await world.database("create-\(number)")
                let job = try await first.enqueue(world.create("shop-\(number)"))
                let died = try await Self.die(at: number, job: job, world, first)
                let store = try #require(try await first.store(job.storeID))
                let credentials = try await world.uid(
                    .secrets, store.credentialsSecret, in: store.namespace)

                let second = try await world.database("create-\(number)")
                let ended = try await world.working(on: second) { try await second.ended(job.id) }
                #expect(ended.state == .succeeded, "\(number): \(String(describing: ended.failure))")
                // Taking over from the dead is no new attempt. A claim that the dying one had under way counts too.
                #expect(ended.attempt == 1 && (died ? ended.token >= 2 : ended.token == 1))
                #expect(ended.steps.allSatisfy { $0.finishedAt != nil })
                let jobs = try await second.jobs(cluster: World.cluster, store: job.storeID, limit: 10)
                #expect(jobs.count == 1)
                #expect(try await second.openStore("shop-\(number)")?.status.phase == .ready)

                let revisions = try await world.revisions(store)
                #expect(revisions.map(\.labels["version"]) == ["1"], "\(number)")
                #expect(revisions.map(\.labels["status"]) == ["deployed"])
                let now = try await world.uid(.secrets, store.credentialsSecret, in: store.namespace)
                #expect(now != nil && (credentials == nil || credentials == now), "\(number)")
            }
        }
    }

    @Test("a delete is finished by the next one, once")
    func delete() async throws {
        try await World.run { world in
            try await Self.forEach(Self.some(0..<12, every: 2)) { number in
                let first = try await world.database("delete-\(number)")
                let created = try await world.perform(world.create("shop-\(number)"), on: first)
                let store = try #require(try await first.openStore("shop-\(number)"))
                let job = try await first.enqueue(world.delete(created.storeID))
                let died = try await Self.die(at: number, job: job, world, first)

                let second = try await world.database("delete-\(number)")
                let ended = try await world.working(on: second) { try await second.ended(job.id) }
                #expect(ended.state == .succeeded, "\(number): \(String(describing: ended.failure))")
                #expect(ended.attempt == 1 && (died ? ended.token >= 2 : ended.token == 1))
                #expect(try await !world.exists(.namespaces, store.namespace), "\(number)")
                #expect(try await second.openStore("shop-\(number)") == nil)
                let jobs = try await second.jobs(cluster: World.cluster, store: job.storeID, limit: 10)
                #expect(jobs.map(\.kind) == [.delete, .create])
            }
        }
    }

    @Test("an upgrade is finished by the next one, once")
    func upgrade() async throws {
        try await World.run { world in
            try await Self.forEach(Self.some(0..<20)) { number in
                let first = try await world.database("upgrade-\(number)")
                let store = try await world.madeStore("shop-\(number)", on: first)
                let job = try await first.enqueue(world.upgrade(store, overrides: ["shop.title=Two"]))
                let died = try await Self.die(at: number, job: job, world, first)
                let (now, ended) = try await Self.takeOver(job, "upgrade-\(number)", world)
                #expect(ended.state == .succeeded, "\(number): \(String(describing: ended.failure))")
                #expect(ended.attempt == 1 && (died ? ended.token >= 2 : ended.token == 1))
                #expect(now.status.phase == .ready && now.spec.overrides == ["shop.title=Two"])
                let made = try await world.revisions(store).filter {
                    $0.labels[Ownership.operation] == job.id.description
                        && ["deployed", "superseded"].contains($0.labels["status"] ?? "")
                }
                #expect(made.count == 1, "\(number)")
                #expect(try await world.states(store).last == "deployed")
                #expect(try await world.title(store) == "Two")
            }
        }
    }

    @Test("a rollback is finished by the next one, once")
    func rollback() async throws {
        try await World.run { world in
            try await Self.forEach(Self.some(0..<16)) { number in
                let first = try await world.database("rollback-\(number)")
                let store = try await world.madeStore(
                    "shop-\(number)", overrides: ["shop.title=One"], on: first)
                _ = try await world.perform(world.upgrade(store, overrides: ["shop.title=Two"]), on: first)
                let job = try await first.enqueue(world.rollback(store.id))
                _ = try await Self.die(at: number, job: job, world, first)
                let (now, ended) = try await Self.takeOver(job, "rollback-\(number)", world)
                #expect(ended.state == .succeeded, "\(number): \(String(describing: ended.failure))")
                #expect(now.status.phase == .ready && now.status.revision == 3 && now.spec == store.spec)
                #expect(
                    try await world.states(store) == ["superseded", "superseded", "deployed"], "\(number)")
                #expect(try await world.title(store) == "One")
                #expect(try await world.describedSpec(store) == store.spec)
            }
        }
    }

    @Test("a failed upgrade is rolled back by the next one, once")
    func undoing() async throws {
        try await World.run { world in
            try await Self.forEach(Self.some(8..<24)) { number in
                let first = try await world.database("undo-\(number)")
                let store = try await world.madeStore("shop-\(number)", on: first)
                let job = try await first.enqueue(
                    world.upgrade(
                        store, overrides: [UpgradeTests.refused]))
                _ = try await Self.die(at: number, job: job, world, first, end: .failed)
                let (now, ended) = try await Self.takeOver(job, "undo-\(number)", world)
                #expect(ended.state == .failed)
                #expect(ended.failure?.message.contains("rolled back") == true, "\(number): \(ended)")
                #expect(now.status.phase == .ready && now.status.revision == 3 && now.spec == store.spec)
                #expect(
                    try await world.states(store) == ["superseded", "superseded", "deployed"], "\(number)")
            }
        }
    }

    @Test("a cancelled create is undone by the next one, and nothing is left")
    func cancelling() async throws {
        try await World.run(speed: 10) { world in
            try await Self.forEach(Self.some(0..<6, every: 2)) { number in
                let first = try await world.database("cancel-\(number)")
                let job = try await first.enqueue(world.create("shop-\(number)"))
                try await world.working(on: first) {
                    _ = try await first.job(job.id) { $0.currentStep?.name == .workloads }
                }
                _ = try await first.cancel(job.id, requestedBy: "bob@test")
                let store = try #require(try await first.store(job.storeID))
                _ = try await Self.die(at: number, job: job, world, first, end: .cancelled)
                let second = try await world.database("cancel-\(number)")
                let ended = try await world.working(on: second) { try await second.ended(job.id) }
                #expect(ended.state == .cancelled, "\(number): \(String(describing: ended.failure))")
                #expect(try await !world.exists(.namespaces, store.namespace), "\(number)")
                #expect(try await second.openStore("shop-\(number)") == nil)
            }
        }
    }

    /// The job as another worker ended it, and its store.
    private static func takeOver(
        _ job: Domain.Job, _ name: String, _ world: World
    ) async throws -> (Store, Domain.Job) {
        let second = try await world.database(name)
        let ended = try await world.working(on: second) { try await second.ended(job.id) }
        let store = try #require(try await second.store(job.storeID))
        #expect(
            try await second.jobs(cluster: World.cluster, store: store.id, limit: 10).allSatisfy {
                !$0.state.isActive
            })
        return (store, ended)
    }

    /// Lets a worker do the job until it dies instead of its write of that number; false when it was done
    /// before.
    private static func die(
        at number: Int, job: Domain.Job, _ world: World, _ database: Database, end: JobState = .succeeded
    ) async throws -> Bool {
        let queue = MortalQueue(database, writes: number)
        try await world.working(on: queue) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await queue.untilDeath() }
                group.addTask { _ = try await database.ended(job.id) }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
        let left = try await database.job(job.id)
        #expect(left?.state == (queue.isDead ? .running : end), "\(number)")
        return queue.isDead
    }

    /// All of them when URUMI_THOROUGH is set; else a sample, as each is a store's life with real Helm.
    private static func some(_ numbers: Range<Int>, every step: Int = 4) -> [Int] {
        let isThorough = ProcessInfo.processInfo.environment["URUMI_THOROUGH"] != nil
        return isThorough
            ? Array(numbers) : Array(stride(from: numbers.lowerBound, to: numbers.upperBound, by: step))
    }

    /// Three at a time, as each is mostly waiting.
    private static func forEach(
        _ numbers: [Int], _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (begun, number) in numbers.enumerated() {
                if begun >= 3 { try await group.next() }
                group.addTask { try await body(number) }
            }
            try await group.waitForAll()
        }
    }
}
