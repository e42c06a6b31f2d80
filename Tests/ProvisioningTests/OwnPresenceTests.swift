import Domain
import Synchronization
import Testing

@testable import Provisioning

@Suite("A worker's presence")
struct OwnPresenceTests {
    /// Counts those who are there.
    private final class Registry: WorkerRegistry {
        let present = Mutex(0)

        struct Presence: WorkerPresence {
            let registry: Registry
            func end() { registry.present.withLock { $0 -= 1 } }
        }

        func announceWorker(cluster: String) throws -> any WorkerPresence {
            present.withLock { $0 += 1 }
            return Presence(registry: self)
        }

        func hasWorker(cluster: String) throws -> Bool { present.withLock { $0 > 0 } }
    }

    @Test("begins and ends any number of times, and counts once")
    func counting() throws {
        let registry = Registry()
        let presence = OwnPresence(registry, cluster: "a")
        try presence.begin()
        try presence.begin()
        #expect(registry.present.withLock { $0 } == 1)
        presence.end()
        presence.end()
        #expect(registry.present.withLock { $0 } == 0)
        try presence.begin()
        #expect(registry.present.withLock { $0 } == 1)
    }

    @Test("doesn't begin in a task that is cancelled")
    func cancelled() async throws {
        let registry = Registry()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { try OwnPresence(registry, cluster: "a").begin() }
            try await group.next()
        }
        #expect(try !registry.hasWorker(cluster: "a"))
    }
}
