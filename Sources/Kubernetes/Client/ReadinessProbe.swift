import Synchronization

/// Lets many watchers share one probe: an answer counts for those who ask soon after.
final class ReadinessProbe: Sendable {
    private let answered = Mutex<ContinuousClock.Instant?>(nil)

    /// Asks the server unless it has answered within the last 10 s.
    func check(_ client: KubernetesClient) async throws {
        if let last = answered.withLock(\.self), last.duration(to: .now) < .seconds(10) { return }
        try await client.readyz()
        answered.withLock { $0 = .now }
    }
}
