package import Domain
internal import Kubernetes
internal import Synchronization

extension ClusterObserver {
    /// Where updates go, and how to say that there'll be no more.
    struct Listener: Sendable {
        let take: @Sendable (ClusterUpdate) -> Void
        let finish: @Sendable () -> Void
    }

    /// All that is known now, then each change, until cancelled. Bursts are merged.
    package nonisolated func updates() -> AsyncStream<ClusterUpdate> {
        let (stream, continuation) = AsyncStream.makeStream(of: ClusterUpdate.self)
        let subscription = Task {
            let number = await self.add(
                Listener(take: { continuation.yield($0) }, finish: { continuation.finish() }))
            continuation.onTermination = { _ in
                Task { await self.remove(number) }
            }
        }
        continuation.onTermination = { _ in subscription.cancel() }
        return stream
    }

    /// What's seen of one store, now and at each change; nil where there's nothing.
    package func observations(of namespace: String) -> AsyncStream<StoreObservation?> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: StoreObservation?.self, bufferingPolicy: .bufferingNewest(1))
        // What comes first is the whole picture, in which a store that's gone by now has no entry: whoever
        // waits for its end must hear of that too.
        let isFirst = Mutex(true)
        let number = add(
            Listener(
                take: { update in
                    guard case .observed(let stores) = update else { return }
                    let isWhole = isFirst.withLock { first in
                        defer { first = false }
                        return first
                    }
                    if let known = stores[namespace] {
                        continuation.yield(known)
                    } else if isWhole {
                        continuation.yield(nil)
                    }
                }, finish: { continuation.finish() }))
        continuation.onTermination = { _ in Task { await self.remove(number) } }
        return stream
    }

    func add(_ listener: Listener) -> Int {
        nextListener += 1
        listeners[nextListener] = listener
        listener.take(.connection(connections.state))
        if connections.wasTold { listener.take(.observed(aggregator.all())) }
        return nextListener
    }

    func remove(_ number: Int) { listeners[number] = nil }

    func tell(_ update: ClusterUpdate) {
        for listener in listeners.values { listener.take(update) }
    }
}
