import Kubernetes
import Synchronization

extension ObjectStore {
    /// Every change from now on, for controllers: unbounded, in order, until the reader stops or `endWatches`.
    package func changes() -> AsyncStream<ObjectChange> {
        let (stream, continuation) = AsyncStream.makeStream(of: ObjectChange.self)
        state.withLock {
            listen($0.listen(.init(kind: nil, namespace: nil, continuation: continuation)), continuation)
        }
        return stream
    }

    /// Every object there is, and every change after that, without a gap between them.
    package func snapshotAndChanges() -> (view: StoreView, changes: AsyncStream<ObjectChange>) {
        let (stream, continuation) = AsyncStream.makeStream(of: ObjectChange.self)
        let view = state.withLock { state in
            listen(state.listen(.init(kind: nil, namespace: nil, continuation: continuation)), continuation)
            return StoreView(objects: state.objects, resourceVersion: state.resourceVersion, now: "")
        }
        return (view, stream)
    }

    /// What a watch of one kind starts from.
    struct WatchStart: Sendable {
        /// The objects there are; empty when the watch goes on from a version.
        let initial: [JSONValue]
        /// The changes since that version.
        let backlog: [ObjectChange]
        let changes: AsyncStream<ObjectChange>
        let resourceVersion: UInt64
    }

    /// Starts a watch after `version`; nil starts from the objects there are now. A version that is no
    /// longer kept is refused with 410.
    func watch(
        _ kind: ResourceKind, namespace: String?, after version: UInt64?
    ) throws(APIFailure) -> WatchStart {
        let (stream, continuation) = AsyncStream.makeStream(of: ObjectChange.self)
        return try state.withLock { (state) throws(APIFailure) -> WatchStart in
            var backlog: [ObjectChange] = []
            if let version {
                guard let changes = state.recent.since(version) else {
                    throw .expired("too old resource version: \(version) (\(state.recent.forgotten))")
                }
                backlog = changes.filter {
                    $0.key.kind == kind && (namespace == nil || $0.key.namespace == namespace)
                }
            }
            let initial = version == nil ? state.objects.list(kind, namespace: namespace) : []
            listen(
                state.listen(.init(kind: kind, namespace: namespace, continuation: continuation)),
                continuation)
            return WatchStart(
                initial: initial, backlog: backlog, changes: stream, resourceVersion: state.resourceVersion)
        }
    }

    /// The objects of a kind as they were at `version`, in no order; 410 where that is no longer known.
    func list(
        _ kind: ResourceKind, namespace: String?, asOf version: UInt64
    ) throws(APIFailure) -> [JSONValue] {
        try state.withLock { (state) throws(APIFailure) -> [JSONValue] in
            guard let changes = state.recent.since(version) else {
                throw .expired("too old resource version: \(version) (\(state.recent.forgotten))")
            }
            let now = state.objects.list(kind, namespace: namespace)
            var objects = Dictionary(now.map { (ObjectKey(kind, $0), $0) }) { first, _ in first }
            for change in changes.reversed() where change.key.kind == kind {
                guard namespace == nil || change.key.namespace == namespace else { continue }
                objects[change.key] = change.previous
            }
            return Array(objects.values)
        }
    }

    /// Ends every open watch and stream of changes, as a server does that goes down.
    package func endWatches() {
        for listener in state.withLock({ $0.takeListeners() }) { listener.continuation.finish() }
    }

    /// Forgets the history, so that every watch from an older version is answered with 410.
    package func forgetHistory() { state.withLock { $0.recent.forget(upTo: $0.resourceVersion) } }

    /// The version of the last change that watches can't go back to.
    var forgottenVersion: UInt64 { state.withLock { $0.recent.forgotten } }

    private func listen(_ id: Int, _ continuation: AsyncStream<ObjectChange>.Continuation) {
        continuation.onTermination = { [weak self] _ in _ = self?.ended.withLock { $0.insert(id) } }
    }
}
