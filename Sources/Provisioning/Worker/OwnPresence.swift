internal import Domain
internal import Synchronization

/// A worker's own being there, which can be ended from anywhere and more than once.
final class OwnPresence: Sendable {
    private let registry: any WorkerRegistry
    private let cluster: String
    private let presence = Mutex<(any WorkerPresence)?>(nil)

    init(_ registry: any WorkerRegistry, cluster: String) {
        self.registry = registry
        self.cluster = cluster
    }

    /// Has the worker count, unless its task is cancelled.
    func begin() throws {
        let announced = try registry.announceWorker(cluster: cluster)
        presence.withLock { presence in
            presence?.end()
            presence = announced
        }
        if Task.isCancelled { end() }
    }

    func end() {
        presence.withLock { presence in
            presence?.end()
            presence = nil
        }
    }
}
