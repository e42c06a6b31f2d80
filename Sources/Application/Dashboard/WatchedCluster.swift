internal import Domain
internal import Provisioning

/// A cluster that is watched for as long as somebody reads its updates. Nothing is shown of one that isn't the
/// cluster whose stores are recorded.
struct WatchedCluster: ClusterView {
    let observer: ClusterObserver
    let identity: ClusterIdentity
    /// Called before a lost connection is tried again because somebody asked.
    var revive: @Sendable () async -> Void = {}

    func updates() -> AsyncStream<ClusterUpdate> {
        let (stream, continuation) = AsyncStream.makeStream(of: ClusterUpdate.self)
        let watch = Task {
            await withDiscardingTaskGroup { group in
                group.addTask { await observer.run() }
                var isKnown = false
                for await update in observer.updates() {
                    switch update {
                    case .connection(.live), .observed:
                        if !isKnown, let reason = await whyElsewhere() {
                            continuation.yield(.connection(.notConfigured(reason: reason)))
                            continue
                        }
                        isKnown = true
                    case .connection: isKnown = false
                    case .events, .releases: break
                    }
                    continuation.yield(update)
                }
                group.cancelAll()
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in watch.cancel() }
        return stream
    }

    func watchEvents(namespace: String?) async { await observer.watchEvents(namespace: namespace) }

    func retryNow() async {
        await revive()
        await observer.retryNow()
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
