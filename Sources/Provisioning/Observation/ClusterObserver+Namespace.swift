package import Domain
internal import Kubernetes

extension ClusterObserver {
    package func watchEvents(namespace: String?) {
        viewTask?.cancel()
        viewTask = namespace.map { namespace in
            Task {
                await withDiscardingTaskGroup { group in
                    group.addTask {
                        for await events in await self.events(of: namespace) {
                            await self.tell(.events(namespace: namespace, events))
                        }
                    }
                    group.addTask {
                        for await releases in await self.releases(of: namespace) {
                            await self.tell(.releases(namespace: namespace, releases))
                        }
                    }
                }
            }
        }
    }

    /// The events of a namespace, newest first, whenever they change; the watch ends with the stream.
    package func events(of namespace: String) -> AsyncStream<[ClusterEvent]> {
        let reflector = Reflector(Event.self, client: client, namespace: namespace, clock: clock)
        return following(reflector, from: EventLog()) { log, event in
            log.apply(event) ? log.newestFirst : nil
        }
    }

    /// The revisions of the store's release in a namespace, newest first, whenever they change; the watch ends
    /// with the stream.
    package func releases(of namespace: String) -> AsyncStream<[ReleaseSummary]> {
        let reflector = Reflector(
            ReleaseRecord.self, client: client, namespace: namespace, Selection(labels: "owner=helm"),
            clock: clock)
        return following(reflector, from: [String: ObjectMeta]()) { records, event in
            switch event {
            case .replaced(let all):
                records = Dictionary(all.map { ($0.metadata.uid, $0.metadata) }) { $1 }
            case .upserted(let one): records[one.metadata.uid] = one.metadata
            case .deleted(let one): records[one.metadata.uid] = nil
            case .connection: return nil
            }
            return ReleaseHistory(secrets: Array(records.values)).revisions.map(\.summary)
        }
    }

    /// What `fold` makes of the reflector's events; of several that nobody took, the newest.
    private nonisolated func following<R: Resource, State: Sendable, Value: Sendable>(
        _ reflector: Reflector<R>, from state: State,
        _ fold: @escaping @Sendable (inout State, ReflectorEvent<R>) -> Value?
    ) -> AsyncStream<Value> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Value.self, bufferingPolicy: .bufferingNewest(1))
        let watch = Task {
            await withDiscardingTaskGroup { group in
                group.addTask { await reflector.run() }
                var state = state
                for await event in reflector.events {
                    if let value = fold(&state, event) { continuation.yield(value) }
                }
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in watch.cancel() }
        return stream
    }
}
