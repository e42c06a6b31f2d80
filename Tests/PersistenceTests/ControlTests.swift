import Domain
import Foundation
import Testing

@testable import Persistence

@Suite("Changing the course of jobs")
struct ControlTests {
    private static let failure = JobFailure(reason: "Z", message: "broke", isPermanent: true)

    @Test(
        "an action is accepted in just the phases that allow it",
        arguments: [
            (.ready, [.upgrade, .rollback, .delete]), (.failed, [.upgrade, .rollback, .delete]),
            (.archived, [.create, .delete]),
        ] as [(StorePhase, Set<JobKind>)])
    func phases(phase: StorePhase, allowed: Set<JobKind>) async throws {
        try await TestState.run { state in
            let database = try await state.open()
            var stores: [JobKind: StoreID] = [:]
            for kind in JobKind.allCases {
                stores[kind] = try await database.makeStore("shop-\(kind.rawValue)", phase: phase)
            }
            for (kind, id) in stores {
                let name = "shop-\(kind.rawValue)"
                let request = try JobRequest.any(kind, id, name)
                if allowed.contains(kind) {
                    let job = try await database.enqueue(request)
                    #expect(job.parameters.previousPhase == phase)
                    #expect(try await database.store(id)?.status.phase == kind.phaseWhenQueued)
                } else {
                    await #expect(throws: DomainError.self) { try await database.enqueue(request) }
                    #expect(try await database.store(id)?.status.phase == phase)
                }
            }
        }
    }

    @Test(
        "nothing but a delete is accepted while a job waits or runs", arguments: JobKind.allCases,
        [false, true])
    func busy(active: JobKind, runs: Bool) async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.activeJob(active, named: "shop")
            let lease = runs ? try await database.claim() : nil
            #expect((lease != nil) == runs)
            for kind in [JobKind.upgrade, .rollback] {
                await #expect(throws: DomainError.busy(job.storeName, kind: active)) {
                    try await database.enqueue(.any(kind, job.storeID, "shop"))
                }
            }
            await #expect(throws: DomainError.self) { try await database.enqueue(.create("shop")) }
            let delete = try await database.enqueue(.delete(job.storeID))
            #expect((delete.id == job.id) == (active == .delete))
        }
    }

    @Test("an upgrade's wish is the store's at once, and what was wished before stays with the job")
    func upgrade() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            let before = try #require(try await database.store(id)).spec
            let job = try await database.enqueue(.any(.upgrade, id, "shop"))
            #expect(job.parameters.previousSpec == before)
            #expect(job.parameters.spec?.chartDigest == "d2")
            #expect(try await database.store(id)?.spec == job.parameters.spec)
            #expect(try await database.job(job.id) == job)
        }
    }

    @Test("cancelling a job that never began leaves its store as it was", arguments: JobKind.allCases)
    func cancelUnbegun(kind: JobKind) async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.activeJob(kind, named: "shop")
            let ended = try await database.cancel(job.id, requestedBy: "eve@vps")
            #expect(ended.state == .cancelled && ended.cancelRequestedBy == "eve@vps")
            let store = try await database.store(named: "shop", cluster: TestState.cluster)
            #expect(store?.status.phase == (kind == .create ? nil : .ready))
            #expect(kind == .create || store?.spec.chartDigest == "d1")
            #expect(try await database.claim() == nil)
            await #expect(throws: DomainError.notActive(job.id, state: .cancelled)) {
                try await database.cancel(job.id, requestedBy: "eve@vps")
            }
            let trail = try await database.audit(cluster: nil, store: "shop", limit: 2)
            #expect(trail.map(\.outcome) == ["cancelled", "accepted"])
            #expect(trail.last?.actor == "eve@vps")
        }
    }

    @Test("cancelling the taking up of an archived store leaves it archived")
    func cancelTakingUp() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop", phase: .archived)
            let job = try await database.enqueue(.create("shop"))
            _ = try await database.cancel(job.id, requestedBy: "eve@vps")
            #expect(try await database.store(id)?.status.phase == .archived)
            #expect(try await database.stores(cluster: TestState.cluster).map(\.id) == [id])
        }
    }

    @Test("a job that began is cancelled by its worker, and a delete or rollback not at all")
    func cancelBegun() async throws {
        for kind in JobKind.allCases {
            try await TestState.run { state in
                let (user, worker) = (try await state.open(), try await state.open())
                let job = try await user.activeJob(kind, named: "shop")
                let lease = try #require(try await worker.claim())
                guard kind == .create || kind == .upgrade else {
                    await #expect(throws: DomainError.notCancellable(job.id, kind: kind)) {
                        try await user.cancel(job.id, requestedBy: "eve@vps")
                    }
                    return
                }
                async let interrupted = lease.untilInterrupted()
                let asked = try await user.cancel(job.id, requestedBy: "eve@vps")
                #expect(asked.state == .running)
                #expect(try await user.cancel(job.id, requestedBy: "mallory@vps") == asked)
                #expect(await interrupted == .cancelRequested)
                try await lease.record(StepRecord(name: .undo, state: .succeeded))
                let spec = job.parameters.previousSpec
                try await lease.finish(.cancelled(phase: kind == .create ? nil : .ready, spec: spec))
                let ended = try #require(try await user.job(job.id))
                #expect(ended.state == .cancelled)
                #expect(ended.failure?.message.contains("eve@vps") == true)
                #expect(try await user.store(named: "shop", cluster: TestState.cluster)?.spec == spec)
            }
        }
    }

    @Test("a cancel that comes as a worker dies is the next one's from the start")
    func cancelOrphan() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.activeJob(.create, named: "shop")
            try await database.claim()?.finish(.released)
            _ = try await database.cancel(job.id, requestedBy: "eve@vps")
            let lease = try #require(try await database.claim())
            #expect(lease.job.cancelRequestedBy == "eve@vps")
            #expect(await lease.untilInterrupted() == .cancelRequested)
        }
    }

    @Test("a cancel doesn't wait for the attempt that its job was put off to; undoing does")
    func cancelWaiting() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.activeJob(.create, named: "shop")
            let later = state.time.now.addingTimeInterval(300)
            let lease = try #require(try await database.claim())
            _ = try await database.cancel(job.id, requestedBy: "eve@vps")
            try await lease.finish(.retry(at: later, because: Self.failure))
            let undoing = try #require(try await database.claim())
            try await undoing.finish(.retry(at: later, because: Self.failure))
            #expect(try await database.claim() == nil)
        }
    }

    @Test("a delete that took over and is cancelled leaves a store that is in no motion")
    func cancelledDeletes() async throws {
        for kind in JobKind.allCases where kind != .delete {
            for began in [false, true] {
                try await TestState.run { state in
                    let database = try await state.open()
                    let job = try await database.activeJob(kind, named: "shop")
                    if began { try await database.claim()?.finish(.released) }
                    let delete = try await database.enqueue(.delete(job.storeID))
                    #expect(try await database.job(job.id)?.state == .cancelled)
                    _ = try await database.cancel(delete.id, requestedBy: "eve@vps")
                    let store = try await database.store(job.storeID)
                    #expect(store?.status.phase == (began || kind == .create ? .failed : .ready))
                    #expect(began || kind == .create || store?.spec.chartDigest == "d1")
                }
            }
        }
    }

    @Test(
        "a failed job is tried again as the same operation, from the beginning", arguments: JobKind.allCases)
    func retry(kind: JobKind) async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let job = try await database.activeJob(kind, named: "shop")
            await #expect(throws: DomainError.notRetryable(job.id, state: .running)) {
                let lease = try await database.claim()
                defer { withExtendedLifetime(lease) {} }
                _ = try await database.retry(job.id, requestedBy: "bob@vps")
            }
            let lease = try #require(try await database.claim())
            try await lease.record(StepRecord(name: .release, state: .failed))
            try await lease.finish(
                .failed(Self.failure, phase: .ready, spec: job.parameters.previousSpec))
            state.time.advance(1000)
            let again = try await database.retry(job.id, requestedBy: "bob@vps")
            #expect(again.id == job.id && again.state == .queued && again.attempt == 0)
            #expect(again.startedAt == nil && again.failure == nil && again.steps == job.steps)
            let store = try await database.store(job.storeID)
            #expect(store?.status.phase == kind.phaseWhenQueued)
            if let spec = job.parameters.spec { #expect(store?.spec == spec) }
            let second = try #require(try await database.claim())
            #expect(second.job.attempt == 1 && second.job.token > lease.job.token)
            await #expect(throws: DomainError.fenced(job.id)) { try await lease.finish(.released) }
        }
    }

    @Test("only the newest job of a store that is still there is tried again")
    func notRetried() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let create = try await database.enqueue(.create("shop"))
            try await database.claim()?.finish(.failed(Self.failure))
            let upgrade = try await database.enqueue(.any(.upgrade, create.storeID, "shop"))
            await #expect(throws: DomainError.notRetryable(create.id, state: .failed)) {
                try await database.retry(create.id, requestedBy: "bob@vps")
            }
            // One that waits for its next attempt begins at once.
            let later = state.time.now.addingTimeInterval(300)
            try await database.claim()?.finish(.retry(at: later, because: Self.failure))
            #expect(try await database.claim() == nil)
            _ = try await database.retry(upgrade.id, requestedBy: "bob@vps")
            try await database.claim()?.finish(.succeeded(phase: .ready, revision: 2))
            await #expect(throws: DomainError.notRetryable(upgrade.id, state: .succeeded)) {
                try await database.retry(upgrade.id, requestedBy: "bob@vps")
            }
            let unknown = JobID(UUID())
            await #expect(throws: DomainError.jobNotFound(unknown.description)) {
                try await database.retry(unknown, requestedBy: "bob@vps")
            }
        }
    }

    @Test("what a worker remembers is there for the next, and an earlier job only for its own store")
    func remembering() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let other = try await database.activeJob(.create, named: "other")
            try await database.claim()?.finish(.succeeded(phase: .ready, revision: 1))
            let job = try await database.activeJob(.upgrade, named: "shop")
            let lease = try #require(try await database.claim())
            var parameters = lease.job.parameters
            parameters.baseRevision = 7
            try await lease.remember(parameters)
            try await lease.finish(.released)
            let next = try #require(try await database.claim())
            #expect(next.job.parameters.baseRevision == 7 && next.job.parameters.spec == job.parameters.spec)
            #expect(try await next.earlierJob(other.id) == nil)
            #expect(try await next.earlierJob(job.id)?.id == job.id)
        }
    }
}
