internal import Domain
internal import Provisioning

/// A cluster that is watched for as long as somebody reads its updates. Nothing is shown of one that isn't the
/// cluster whose stores are recorded.
struct WatchedCluster: ClusterView {
    let observer: ClusterObserver
    let identity: ClusterIdentity
    /// Called before a lost connection is tried again because somebody asked.
    private let revive: @Sendable () async -> Void
    private let retries = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(
        observer: ClusterObserver, identity: ClusterIdentity,
        revive: @escaping @Sendable () async -> Void = {}
    ) {
        self.observer = observer
        self.identity = identity
        self.revive = revive
    }

    func updates() -> AsyncStream<ClusterUpdate> {
        let (stream, continuation) = AsyncStream.makeStream(of: ClusterUpdate.self)
        // Nil where somebody wants it to be tried again.
        let (news, post) = AsyncStream.makeStream(of: ClusterUpdate?.self)
        let watch = Task {
            await withDiscardingTaskGroup { group in
                group.addTask { await observer.run() }
                group.addTask {
                    for await update in observer.updates() { post.yield(update) }
                    post.finish()
                }
                group.addTask { for await _ in retries.stream { post.yield(nil) } }
                var picture = WithheldPicture()
                for await update in news {
                    for told in await tell(update, of: &picture) { continuation.yield(told) }
                }
                group.cancelAll()
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in watch.cancel() }
        return stream
    }

    private func tell(
        _ update: ClusterUpdate?, of picture: inout WithheldPicture
    ) async -> [ClusterUpdate] {
        guard let update else {
            guard picture.hidesSomething, await whyElsewhere() == nil else { return [] }
            return picture.reveal()
        }
        let elsewhere = picture.isDoubtful(update) ? await whyElsewhere() : nil
        return picture.pass(update, elsewhere: elsewhere)
    }

    func watchEvents(namespace: String?) async { await observer.watchEvents(namespace: namespace) }

    func retryNow() async {
        await revive()
        await observer.retryNow()
        retries.continuation.yield()
    }

    /// Why this isn't the cluster whose stores are recorded; nil where it is, or can't be asked just now.
    private func whyElsewhere() async -> String? {
        do {
            try await identity.check()
            return nil
        } catch let error as DomainError {
            return error.description
        } catch {
            return nil
        }
    }
}
