import Domain
import Foundation
import Testing

@testable import Persistence

@Suite("Enqueueing")
struct AdmissionTests {
    @Test("refuses a name that is taken, whatever the phase, and a namespace that another store has")
    func takenNames() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            _ = try await database.enqueue(.create("shop"))
            await #expect(throws: DomainError.nameTaken(try StoreName("shop"), phase: .queued)) {
                try await database.enqueue(.create("shop"))
            }
            await #expect(throws: DomainError.nameTaken(try StoreName("shop"), phase: .queued)) {
                try await database.enqueue(.create("re-shop", prefix: "sto"))
            }
        }
    }

    @Test("never lets more than MAX_STORES in, however many ask at once")
    func limit() async throws {
        try await TestState.run { state in
            let databases = [try await state.open(), try await state.open(), try await state.open()]
            let accepted = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<18 {
                    let database = databases[number % databases.count]
                    group.addTask {
                        do {
                            _ = try await database.enqueue(.create("shop-\(number)", maxStores: 5))
                            return true
                        } catch {
                            #expect(error as? DomainError == .limitReached(5))
                            return false
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(accepted == 5)
            #expect(try await databases[0].stores(cluster: TestState.cluster).count == 5)
        }
    }

    @Test("takes an archived store up again, with its id and namespace, but not for another engine")
    func archived() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            _ = try await database.enqueue(.delete(id, keepsData: true))
            try await database.claim()?.finish(.succeeded(phase: .archived, revision: nil))
            _ = try await database.enqueue(.create("other", maxStores: 1))
            await #expect(throws: DomainError.limitReached(1)) {
                try await database.enqueue(.create("shop", maxStores: 1))
            }
            await #expect(throws: DomainError.nameTaken(try StoreName("shop"), phase: .archived)) {
                try await database.enqueue(.create("shop", engine: .medusa))
            }
            let job = try await database.enqueue(.create("shop", prefix: "changed-"))
            #expect(job.storeID == id)
            let store = try await database.store(id)
            #expect(store?.namespace == "store-shop")
            #expect(store?.status.phase == .queued)
        }
    }

    @Test("a delete supersedes a running create, whose worker then hears of it and can write no more")
    func superseding() async throws {
        try await TestState.run { state in
            let (worker, user) = (try await state.open(), try await state.open())
            let create = try await user.enqueue(.create("shop"))
            let lease = try #require(try await worker.claim())
            async let interrupted = lease.untilInterrupted()
            let delete = try await user.enqueue(.delete(create.storeID))
            #expect(await interrupted == .takenAway)
            #expect(try await user.job(create.id)?.state == .cancelled)
            #expect(try await user.store(create.storeID)?.status.phase == .deleting)
            #expect(try await user.claim() == nil, "its worker hasn't let go yet")
            let fenced = DomainError.fenced(create.id)
            await #expect(throws: fenced) {
                try await lease.record(StepRecord(name: .release, state: .succeeded))
            }
            await #expect(throws: fenced) { try await lease.finish(.succeeded(phase: .ready, revision: 1)) }
            #expect(try await user.store(create.storeID)?.status.phase == .deleting)
            #expect(try await user.claim()?.job.id == delete.id)
        }
    }

    @Test("asking for the same delete twice is one delete; for another kind it's a conflict")
    func repeatedDelete() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            let job = try await database.enqueue(.delete(id))
            #expect(try await database.enqueue(.delete(id)) == job)
            await #expect(throws: DomainError.busy(job.storeName, kind: .delete)) {
                try await database.enqueue(.delete(id, keepsData: true))
            }
        }
    }

    @Test("a deleted store is closed: its name is free, its id isn't found, its locks are gone")
    func closing() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            _ = try await database.enqueue(.delete(id))
            try await database.claim()?.finish(.succeeded(phase: nil, revision: nil))
            #expect(try await database.stores(cluster: TestState.cluster).isEmpty)
            await #expect(throws: DomainError.storeNotFound(id.description)) {
                try await database.enqueue(.delete(id))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: database.folder.locks) == [])
            #expect(try await database.enqueue(.create("shop")).storeID != id)
            let trail = try await database.audit(cluster: nil, store: nil, limit: 9).map {
                "\($0.actor) \($0.action) \($0.outcome)"
            }
            #expect(
                trail == [
                    "ada@vps create accepted", "bob@vps delete succeeded", "bob@vps delete accepted",
                    "ada@vps create succeeded", "ada@vps create accepted",
                ])
        }
    }

    @Test("adopting takes in only what isn't known by id, name or namespace")
    func adopting() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            let known = try #require(try await database.store(id))
            func found(_ name: String, _ id: StoreID, namespace: String) throws -> Store {
                Store(
                    id: id, name: try StoreName(name), cluster: known.cluster, namespace: namespace,
                    spec: known.spec, status: known.status)
            }
            let lost = try found("lost", StoreID(UUID()), namespace: "store-lost")
            let stores = [
                known, try found("shop", StoreID(UUID()), namespace: "x"), lost,
                try found("other", StoreID(UUID()), namespace: "store-shop"),
            ]
            #expect(try await database.adopt(stores, requestedBy: "ada@vps") == [lost])
            let entry = try await database.audit(cluster: nil, store: "lost", limit: 1).first
            #expect(entry?.action == "adopt" && entry?.actor == "ada@vps")
            #expect(try await database.stores(cluster: known.cluster) == [lost, known])
        }
    }

    @Test("a store that was closed is taken in again where it was found after that, and isn't worked on")
    func reopening() async throws {
        try await TestState.run { state in
            let database = try await state.open()
            let id = try await database.makeStore("shop")
            var found = try #require(try await database.store(id))
            state.time.advance(10)
            let deletion = try await database.enqueue(.delete(id))
            #expect(try await database.adopt([found], requestedBy: "urumi") == [])
            try await database.claim()?.finish(.succeeded(phase: nil, revision: nil))
            #expect(try await database.job(deletion.id)?.state == .succeeded)
            #expect(try await database.stores(cluster: TestState.cluster) == [])
            // Seen before it was deleted.
            #expect(try await database.adopt([found], requestedBy: "urumi") == [])
            state.time.advance(10)
            found.status.updatedAt = state.time.now
            found.status.phase = .failed
            found.status.lastError = "its release is gone"
            #expect(try await database.adopt([found], requestedBy: "urumi") == [found])
            #expect(try await database.stores(cluster: TestState.cluster) == [found])
            #expect(try await database.adopt([found], requestedBy: "urumi") == [])
            let trail = try await database.audit(cluster: TestState.cluster, store: nil, limit: 1)
            #expect(trail.map(\.action) == ["adopt"])
            _ = try await database.enqueue(.delete(id))
        }
    }
}
