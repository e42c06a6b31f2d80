package import Foundation
import Synchronization

/// Follows all objects of a kind by list and watch, through every break of the connection. Run it in a task
/// of its own; its events go to one reader and end with it.
package final class Reflector<R: Resource>: Sendable {
    /// How long the server is to keep a watch, in seconds. That it ends one as agreed is a sign of life, and
    /// costs a request on the same connection.
    static var watchTimeouts: (shortest: Int, spread: Double) { (20, 5) }
    /// How much longer a watch may last before its connection is taken for dead.
    static var grace: Duration { .seconds(5) }
    /// An attempt that has been silent for so long is given up when another one is asked for.
    static var hurry: Duration { .seconds(1) }

    package let events: AsyncStream<ReflectorEvent<R>>
    private let continuation: AsyncStream<ReflectorEvent<R>>.Continuation
    private let client: KubernetesClient
    private let namespace: String?
    private let selection: Selection
    private let clock: any Clock<Duration>
    private let uptime: @Sendable () -> Duration
    private let jitter: @Sendable () -> Double
    private let now: @Sendable () -> Date
    private let pause = Interruption()
    private let attempt = Mutex(Attempt())

    private struct Attempt {
        var activity = Activity()
        /// When it began or was last heard of.
        var heardAt: Duration = .zero
    }
    private struct Interrupted: Error {}

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
        uptime = clock.uptime()
        self.jitter = jitter
        self.now = now
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Makes the next attempt now if it's being waited for, or if the present one has been silent for long.
    package func retryNow() {
        pause.fire()
        let now = uptime()
        let attempt = attempt.withLock(\.self)
        if now - attempt.heardAt >= Self.hurry { attempt.activity.fail(Interrupted()) }
    }

    /// Lists and watches until the task is cancelled.
    @concurrent
    package func run() async {
        defer { continuation.finish() }
        var run = Run(heardAt: now())
        report(.connecting, &run)
        while !Task.isCancelled {
            pause.arm()
            do {
                let pace = try await step(&run)
                if pace == .later {
                    let delay = run.delay(at: uptime(), jitter())
                    try await pause.sleep(for: delay, on: clock)
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
        /// When the server was last heard of.
        var heardAt: Date
        /// How long the server asked to be left alone.
        var retryAfter: Duration?
        /// After a failure the connections that are kept open aren't trusted.
        var needsFreshConnection = false

        mutating func delay(at uptime: Duration, _ jitter: Double) -> Duration {
            defer { retryAfter = nil }
            return max(backoff.next(now: uptime, jitter: jitter), retryAfter ?? .zero)
        }
    }

    /// Throws only `CancellationError`.
    private func step(_ run: inout Run) async throws -> ReflectorPlan.Pace {
        let start = uptime()
        let activity = Activity()
        attempt.withLock { $0 = Attempt(activity: activity, heardAt: start) }
        do {
            switch run.plan.step {
            case .list(let version):
                try await list(from: version, activity, &run)
                return .now
            case .watch(let version):
                if try await watch(from: version, activity, &run) == .rewound { return run.plan.rewound() }
                return run.plan.watchEnded(after: uptime() - start)
            }
        } catch {
            try Task.checkCancellation()
            run.needsFreshConnection = true
            if error is Interrupted { return .now }
            let failure = error as? KubernetesError ?? .undecodable(what: "watch", reason: "\(error)")
            return failed(failure, after: uptime() - start, &run)
        }
    }

    private func failed(_ error: KubernetesError, after duration: Duration, _ run: inout Run)
        -> ReflectorPlan.Pace
    {
        run.retryAfter = error.status?.retryAfter.map { min($0, .seconds(60)) }
        let pace =
            switch run.plan.step {
            case .list: run.plan.listFailed(error)
            case .watch: run.plan.watchFailed(error, after: duration)
            }
        // What an expired version says is that the server is there.
        if pace == .later || !error.isGone { report(.stale(since: run.heardAt, reason: error), &run) }
        return pace
    }

    private func list(from version: String?, _ activity: Activity, _ run: inout Run) async throws {
        let options = ListOptions(
            selection, resourceVersion: version, limit: version == nil ? 500 : nil)
        async let _: Void = watchdog(activity).guardProgress()
        let list = try await client.listOnce(
            R.self, in: namespace, options, activity: activity, fresh: run.needsFreshConnection)
        heard(&run)
        run.plan.listed(resourceVersion: list.resourceVersion)
        continuation.yield(.replaced(list.items))
    }

    private enum End { case ended, rewound }

    private func watch(from version: String, _ activity: Activity, _ run: inout Run) async throws -> End {
        let seconds = Self.watchTimeouts.shortest + Int(jitter() * Self.watchTimeouts.spread)
        let options = WatchOptions(selection, resourceVersion: version, timeoutSeconds: seconds)
        async let _: Void = watchdog(activity).guardWatch(limit: .seconds(seconds) + Self.grace)
        let events = try await client.watch(
            R.self, in: namespace, options, activity: activity, fresh: run.needsFreshConnection)
        return try await follow(events, &run)
    }

    private func follow(_ events: AsyncThrowingStream<WatchEvent<R>, any Error>, _ run: inout Run)
        async throws -> End
    {
        heard(&run)
        run.needsFreshConnection = false
        report(.live(since: run.heardAt), &run)
        for try await event in events {
            heard(&run)
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

    private func watchdog(_ activity: Activity) -> Watchdog {
        Watchdog(clock: clock, server: client.configuration.origin, activity: activity)
    }

    private func heard(_ run: inout Run) {
        run.heardAt = now()
        let uptime = uptime()
        attempt.withLock { $0.heardAt = uptime }
    }

    private func report(_ status: ConnectionStatus, _ run: inout Run) {
        if status.isLive, run.status?.isLive == true { return }
        run.status = status
        continuation.yield(.connection(status))
    }
}
