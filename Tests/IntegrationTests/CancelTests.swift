import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Testing

@Suite(
    "Cancelling", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(10)))
struct CancelTests {
    /// When the wish comes: once that step runs.
    static let steps: [StepName] = [.namespace, .guardrails, .credentials, .release, .workloads]

    @Test("a create that is cancelled leaves nothing behind", arguments: steps)
    func create(step: StepName) async throws {
        try await World.run(speed: 3) { world in
            let database = try await world.database()
            let job = try await Self.cancel(world.create("shop"), at: step, world, database)
            let store = try #require(try await database.store(job.storeID))
            // Past the step before it's noticed, the create may end first: one way or the other, never both.
            if job.state == .succeeded { return }
            #expect(job.state == .cancelled && job.failure?.reason == "Cancelled")
            #expect(try await !world.exists(.namespaces, store.namespace))
            #expect(try await database.openStore("shop") == nil)
            #expect(job.steps.first { $0.name == .undo }?.state == .succeeded)
            #expect(job.steps.allSatisfy { $0.state != .running })
        }
    }

    @Test("a create over an archived store leaves it archived, with its data")
    func archived() async throws {
        try await World.run(speed: 4) { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            _ = try await world.perform(world.delete(store.id, keepsData: true), on: database)
            func kept() async throws -> [String?] {
                [
                    try await world.uid(.namespaces, store.namespace),
                    try await world.uid(.secrets, store.credentialsSecret, in: store.namespace),
                    try await world.uid(.persistentVolumeClaims, "data-shop-mysql-0", in: store.namespace),
                ]
            }
            let before = try await kept()
            let again = try world.create("shop", overrides: ["shop.title=Other"])
            let job = try await Self.cancel(again, at: .workloads, world, database)
            #expect(job.state == .cancelled)
            let now = try #require(try await database.openStore("shop"))
            #expect(now.status.phase == .archived && now.spec == store.spec && now.id == store.id)
            #expect(try await kept() == before)
            #expect(try await world.revisions(store).isEmpty)
            let annotations = try await world.client.metadata(.namespaces, store.namespace).annotations
            #expect(annotations[Ownership.archivedAnnotation] == "true")
            #expect(try await world.describedSpec(store) == store.spec)
        }
    }

    @Test(
        "an upgrade that is cancelled leaves the store as it was",
        arguments: [.guardrails, .release, .workloads] as [StepName])
    func upgrade(step: StepName) async throws {
        try await World.run(speed: 5) { world in
            let database = try await world.database()
            let store = try await world.madeStore(overrides: ["shop.title=One"], on: database)
            let request = world.upgrade(store, overrides: ["shop.title=Two"], size: .medium)
            let job = try await Self.cancel(request, at: step, world, database)
            if job.state == .succeeded { return }
            #expect(job.state == .cancelled, "\(String(describing: job.failure))")
            let now = try #require(try await database.openStore("shop"))
            #expect(now.status.phase == .ready && now.spec == store.spec && now.status.lastError == nil)
            #expect(try await world.title(store) == "One")
            #expect(try await world.describedSpec(store) == store.spec)
            #expect(try await world.states(store).filter { $0 == "deployed" }.count == 1)
            #expect(now.status.revision == (try await world.states(store).count))
        }
    }

    @Test("an upgrade whose migration has begun goes on to its end, and says so")
    func tooLate() async throws {
        try await World.run(speed: 4) { world in
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            try await world.working(on: database) {
                let job = try await database.enqueue(
                    world.upgrade(store, overrides: ["woocommerce.version=99.0.0"]))
                try await world.untilSetupRuns(store, revision: 2)
                _ = try await database.cancel(job.id, requestedBy: "bob@test")
                let ended = try await database.ended(job.id)
                #expect(ended.state == .succeeded, "\(String(describing: ended.failure))")
                let log = try await database.log(of: job.id, lines: 1000).joined(separator: "\n")
                #expect(log.contains("too late to cancel"))
            }
            #expect(try await database.openStore("shop")?.status.revision == 2)
        }
    }

    private static func cancel(
        _ request: JobRequest, at step: StepName, _ world: World, _ database: Database
    ) async throws -> Domain.Job {
        try await world.working(on: database) {
            let job = try await database.enqueue(request)
            _ = try await database.job(job.id) { job in
                job.steps.contains { $0.name == step && $0.state != .pending }
            }
            _ = try? await database.cancel(job.id, requestedBy: "bob@test")
            return try await database.ended(job.id)
        }
    }
}
