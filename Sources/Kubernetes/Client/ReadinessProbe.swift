import Synchronization

/// Lets many watchers share one probe: an answer counts for those who ask soon after.
final class ReadinessProbe: Sendable {
    private let uptime: @Sendable () -> Duration
    private let probe = SingleFlight<Void>()
    private let answered = Mutex<Duration?>(nil)

    init(clock: any Clock<Duration>) { uptime = clock.uptime() }

    /// Asks the server unless it has answered within the last 10 s.
    func check(_ client: KubernetesClient) async throws {
        if let last = answered.withLock(\.self), uptime() - last < .seconds(10) { return }
        try await probe.value { try await client.readyz() }
        let now = uptime()
        answered.withLock { $0 = now }
    }
}
