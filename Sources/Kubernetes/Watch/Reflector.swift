package import Foundation

/// Follows all objects of a kind by list and watch, through every break of the connection. Run it in a task
/// of its own; its events go to one reader and end with it.
package final class Reflector<R: Resource>: Sendable {
    /// What the silence of a connection may last before the server is asked whether it's still there.
    static var silence: Duration { .seconds(20) }

    package let events: AsyncStream<ReflectorEvent<R>>
    private let continuation: AsyncStream<ReflectorEvent<R>>.Continuation
    private let client: KubernetesClient
    private let namespace: String?
    private let selection: Selection
    private let clock: any Clock<Duration>
    private let jitter: @Sendable () -> Double
    private let now: @Sendable () -> Date
    private let pause = Interruption()

    /// `jitter` gives numbers in 0..<1, `now` the time of day for the connection's status.
    package init(
        _ type: R.Type = R.self, client: KubernetesClient, namespace: String? = nil,
        _ selection: Selection = Selection(), clock: any Clock<Duration> = ContinuousClock(),
        jitter: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) },
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.client = client
        self.namespace = namespace
        self.selection = selection
        self.clock = clock
        self.jitter = jitter
        self.now = now
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Makes the next attempt now if it's being waited for.
    package func retryNow() { pause.fire() }

    /// Lists and watches until the task is cancelled.
    @concurrent
    package func run() async {
        defer { continuation.finish() }
        var run = Run(uptime: clock.uptime(), heardAt: now())
        report(.connecting, &run)
        while !Task.isCancelled {
            pause.arm()
            do {
                let pace = try await step(&run)
                if pace == .later {
                    try await pause.sleep(for: run.delay(jitter()), on: clock)
                }
            } catch {
                return
            }
        }
    }

    /// What one run of the reflector remembers.
    private struct Run {
        var plan = ReflectorPlan()
        var backoff = Backoff()
        var status: ConnectionStatus?
        let uptime: @Sendable () -> Duration
        /// When the server was last heard of.
        var heardAt: Date
        /// How long the server asked to be left alone.
        var retryAfter: Duration?

        init(uptime: @escaping @Sendable () -> Duration, heardAt: Date) {
            self.uptime = uptime
            self.heardAt = heardAt
        }

        mutating func delay(_ jitter: Double) -> Duration {
            defer { retryAfter = nil }
            return max(backoff.next(now: uptime(), jitter: jitter), retryAfter ?? .zero)
        }
    }

    /// Throws only `CancellationError`.
    private func step(_ run: inout Run) async throws -> ReflectorPlan.Pace {
        do {
            switch run.plan.step {
            case .list(let version):
                let options = ListOptions(
                    selection, resourceVersion: version, limit: version == nil ? 500 : nil)
                let list = try await client.listOnce(R.self, in: namespace, options)
                run.heardAt = now()
                run.plan.listed(resourceVersion: list.resourceVersion)
                continuation.yield(.replaced(list.items))
                return .now
            case .watch(let version):
                let start = run.uptime()
                if try await watch(from: version, &run) == .rewound { return run.plan.rewound() }
                return run.plan.watchEnded(after: run.uptime() - start)
            }
        } catch {
            try Task.checkCancellation()
            let failure = error as? KubernetesError ?? .undecodable(what: "watch", reason: "\(error)")
            return failed(failure, &run)
        }
    }

    private func failed(_ error: KubernetesError, _ run: inout Run) -> ReflectorPlan.Pace {
        run.retryAfter = error.status?.retryAfter.map { min($0, .seconds(60)) }
        let pace =
            switch run.plan.step {
            case .list: run.plan.listFailed(error)
            case .watch: run.plan.watchFailed(error)
            }
        if pace == .later { report(.stale(since: run.heardAt, reason: error), &run) }
        return pace
    }

    private enum End { case ended, rewound }

    /// One watch; beside it its silence is measured.
    private func watch(from version: String, _ run: inout Run) async throws -> End {
        let activity = Activity()
        let options = WatchOptions(
            selection, resourceVersion: version, timeoutSeconds: 300 + Int(jitter() * 300))
        async let _: Void = guardAgainstSilence(activity)
        let events = try await client.watch(R.self, in: namespace, options, activity: activity)
        return try await follow(events, &run)
    }

    private func follow(_ events: AsyncThrowingStream<WatchEvent<R>, any Error>, _ run: inout Run)
        async throws
        -> End
    {
        run.heardAt = now()
        report(.live(since: run.heardAt), &run)
        for try await event in events {
            run.heardAt = now()
            switch event {
            case .added(let object), .modified(let object):
                run.plan.advanced(to: object.metadata.resourceVersion)
                continuation.yield(.upserted(object))
            case .deleted(let object):
                run.plan.advanced(to: object.metadata.resourceVersion)
                continuation.yield(.deleted(object))
            case .bookmark(let version):
                if run.plan.isRewound(by: version) { return .rewound }
                run.plan.advanced(to: version)
            case .error(let status): throw KubernetesError(status)
            }
        }
        try Task.checkCancellation()
        return .ended
    }

    /// Breaks the watch when it's silent and the server doesn't answer elsewhere either.
    private func guardAgainstSilence(_ activity: Activity) async {
        var received = 0
        while (try? await clock.sleep(for: Self.silence)) != nil {
            if activity.received == received {
                do {
                    if received == 0 {
                        throw KubernetesError.timeout(
                            server: client.configuration.server, after: Self.silence)
                    }
                    try await client.readiness.check(client)
                } catch {
                    return activity.fail(error)
                }
            }
            received = activity.received
        }
    }

    private func report(_ status: ConnectionStatus, _ run: inout Run) {
        if status.isLive, run.status?.isLive == true { return }
        run.status = status
        continuation.yield(.connection(status))
    }
}
