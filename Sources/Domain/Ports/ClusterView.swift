/// The cluster as its watches show it.
package protocol ClusterView: Sendable {
    /// All that is known now, then each change, until cancelled. Bursts are merged.
    func updates() -> AsyncStream<ClusterUpdate>
    /// Watches the events and the release's record in that namespace instead of the one before; nil stops it.
    func watchEvents(namespace: String?) async
    /// Tries a lost connection again at once.
    func retryNow() async
}

/// News from the cluster.
package enum ClusterUpdate: Sendable, Hashable {
    case connection(ConnectionState)
    /// The observations that changed, by namespace; nil for those that are gone.
    case observed([String: StoreObservation?])
    /// The newest events of a namespace, newest first.
    case events(namespace: String, [ClusterEvent])
    /// The revisions of the release in a namespace, newest first.
    case releases(namespace: String, [ReleaseSummary])
}
