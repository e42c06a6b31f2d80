import DemoCluster
import Foundation
import Kubernetes
import Synchronization

/// A demo cluster's API server, a proxy before it and a client behind that, all on one virtual clock.
final class World: Sendable {
    struct NoLogs: PodLogSource {
        func log(of pod: JSONValue, container: String, previous: Bool, follow: Bool) throws(APIFailure)
            -> PodLog
        {
            PodLog(lines: [])
        }
    }

    static let selection = Selection(labels: "app=mine")
    static let namespace = "faults"

    let clock: VirtualClock
    let store: ObjectStore
    let proxy: FaultProxy
    let client: KubernetesClient
    let kinds: [any FollowedKind]
    private let direct: KubernetesClient
    private let tokenFile: String
    /// Whether the token comes from an exec plugin instead of a file.
    private let plugin: Bool
    let wall = WallClock()
    private let pressed = Mutex<[Duration]>([])
    /// How long everything has to be quiet before time goes on.
    private let quiet: Duration

    /// Runs `body` in a world of its own.
    static func run(
        seed: UInt64, quiet: Duration = .milliseconds(2), plugin: Bool = false,
        _ body: @escaping @Sendable (World) async throws -> Void
    ) async throws {
        var generator = SeededGenerator(seed: seed &+ 77)
        let clock = VirtualClock()
        let store = ObjectStore(history: Int.random(in: 5...200, using: &generator))
        let server = DemoServer(
            store: store, logs: NoLogs(),
            configuration: DemoServer.Configuration(
                prefix: "p", bookmarkInterval: .seconds(Int.random(in: 5...60, using: &generator))),
            sleep: { try await clock.sleep(for: $0) })
        let hidesBookmarks = Int.random(in: 0..<4, using: &generator) == 0
        let world = try World(
            clock, store, try await Servers.start(server), hidesBookmarks: hidesBookmarks, quiet: quiet,
            plugin: plugin, jitter: SeededJitter(generator).next)
        try await world.live(body)
        store.endWatches()
    }

    private final class SeededJitter: Sendable {
        private let generator: Mutex<SeededGenerator>
        init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }
        @Sendable func next() -> Double { generator.withLock { Double.random(in: 0..<1, using: &$0) } }
    }

    private init(
        _ clock: VirtualClock, _ store: ObjectStore, _ port: Int, hidesBookmarks: Bool, quiet: Duration,
        plugin: Bool, jitter: @escaping @Sendable () -> Double
    ) throws {
        (self.clock, self.store, self.quiet, self.plugin) = (clock, store, quiet, plugin)
        proxy = try FaultProxy(upstream: port, hidesBookmarks: hidesBookmarks) { clock.now.offset }
        tokenFile =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("faults-\(UUID().uuidString)").path
        let client = KubernetesClient(
            ClusterConfiguration(
                contextName: "proxy", server: "http://127.0.0.1:\(proxy.port)/p",
                authentication: plugin
                    ? .exec(ExecPlugin(command: "/bin/cat", arguments: [tokenFile]))
                    : .tokenFile(path: tokenFile, fallback: nil)), clock: clock)
        self.client = client
        direct = KubernetesClient(
            ClusterConfiguration(contextName: "direct", server: "http://127.0.0.1:\(port)/p"))
        let wall = wall
        func reflector<R: Resource>(_ type: R.Type, _ namespace: String?) -> Reflector<R> {
            Reflector(
                client: client, namespace: namespace, Self.selection, clock: clock, jitter: jitter,
                now: { wall.now })
        }
        kinds = [
            Followed(
                .configMap, namespace: Self.namespace, reflector(ConfigMap.self, Self.namespace), equal: ==),
            Followed(.secret, namespace: nil, reflector(Secret.self, nil)) {
                $0.metadata == $1.metadata && $0.data == $1.data
            },
            Followed(.storageClass, namespace: nil, reflector(StorageClass.self, nil), equal: ==),
        ]
        try renewToken()
    }

    private func live(_ body: @Sendable (World) async throws -> Void) async throws {
        let result = await withTaskGroup(of: Void.self) { group in
            for kind in kinds {
                group.addTask { await kind.run() }
                group.addTask { await kind.collect() }
            }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(self))
            } catch {
                result = .failure(error)
            }
            group.cancelAll()
            return result
        }
        await client.shutdown()
        await direct.shutdown()
        proxy.stop()
        try? FileManager.default.removeItem(atPath: tokenFile)
        try result.get()
    }

    /// From now on another token is asked for, which the file has.
    func renewToken() throws {
        let token = UUID().uuidString
        let answer =
            #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":""#
            + token + #""}}"#
        try (plugin ? answer : token).write(toFile: tokenFile, atomically: true, encoding: .utf8)
        proxy.token = token
    }

    /// Asks every reflector to try now.
    func pressKey() {
        pressed.withLock { $0.append(clock.now.offset) }
        for kind in kinds { kind.retryNow() }
    }

    /// When that was.
    var keys: [Duration] { pressed.withLock(\.self) }

    // MARK: Time

    func trace(_ text: String) {
        if ProcessInfo.processInfo.environment["URUMI_TRACE"] != nil { print(clock.now.offset, text) }
    }

    /// Lets time pass until the condition holds or so much has passed; whether it holds.
    @discardableResult
    func pass(
        _ duration: Duration, step: Duration = .milliseconds(500), until condition: () -> Bool = { false }
    )
        async -> Bool
    {
        let end = clock.now.advanced(by: duration)
        while true {
            await settle()
            if condition() { return true }
            if clock.now >= end { return false }
            // In small steps: what the machine does meanwhile must not look like a long time.
            clock.advance(limit: min(end, clock.now.advanced(by: step)))
        }
    }

    /// Waits until nothing is under way any more.
    private func settle() async {
        let wait = ContinuousClock()
        var (last, since) = (stamp, wait.now)
        while last == nil || since.duration(to: wait.now) < quiet {
            try? await wait.sleep(for: .microseconds(400))
            let now = stamp
            if now != last { (last, since) = (now, wait.now) }
        }
    }

    private var stamp: [Int]? {
        proxy.changes.map { [$0, clock.changes] + kinds.map(\.events) }
    }

    // MARK: What's seen

    /// Whether every connection is live and everything known is as the server has it.
    var isAtRest: Bool {
        kinds.allSatisfy { $0.isLive && $0.versions == versions(of: $0.kind) }
    }

    var differences: [String] {
        get async throws {
            var found: [String] = []
            for kind in kinds { found += try await kind.differences(direct) }
            return found
        }
    }

    /// How many lists of each kind have been asked for.
    var lists: [String: Int] {
        Dictionary(proxy.seen.filter { !$0.isWatch }.map { ($0.kind, 1) }, uniquingKeysWith: +)
    }

    private func versions(of kind: ResourceKind) -> [String: UInt64] {
        let mine = store.list(kind).filter { $0.labels["app"]?.string == "mine" }
        return Dictionary(mine.map { ($0.name, $0.resourceVersion) }) { $1 }
    }
}

/// Servers that run until the tests end: one that is cancelled while connections come and go stumbles over
/// those that it has just taken (swift-nio's "Deinited NIOAsyncWriter without calling finish()").
private enum Servers {
    private static let tasks = Mutex<[Task<Void, any Error>]>([])

    static func start(_ server: DemoServer) async throws -> Int {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let task = Task {
            defer { listening.finish() }
            try await server.run { listening.yield($0) }
        }
        tasks.withLock { $0.append(task) }
        for await port in ports { return port }
        try await task.value
        throw CancellationError()
    }
}

/// The time of day, which may jump.
final class WallClock: Sendable {
    private let offset = Mutex(TimeInterval(0))

    var now: Date { Date().addingTimeInterval(offset.withLock(\.self)) }

    func jump(years: Double) { offset.withLock { $0 += years * 365.25 * 86_400 } }
}
