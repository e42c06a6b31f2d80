import DemoCluster
import Foundation
import Kubernetes
import Synchronization

/// A reflector and what its reader has made of its events.
protocol FollowedKind: Sendable {
    var kind: ResourceKind { get }
    var isLive: Bool { get }
    /// The resource versions of what's known, by name.
    var versions: [String: UInt64] { get }
    /// Grows with each event.
    var events: Int { get }
    /// Whether each relist gave the whole picture, and the connection was called stale at any time.
    var wasStale: Bool { get }
    func run() async
    func collect() async
    func retryNow()
    /// How the known objects differ from the server's own list; empty when they don't.
    func differences(_ direct: KubernetesClient) async throws -> [String]
}

final class Followed<R: Resource>: FollowedKind {
    private struct State {
        var index = ResourceIndex<R>()
        var isLive = false
        var wasStale = false
        var events = 0
    }

    let kind: ResourceKind
    private let namespace: String?
    private let reflector: Reflector<R>
    private let equal: @Sendable (R, R) -> Bool
    private let state = Mutex(State())

    init(
        _ kind: ResourceKind, namespace: String?, _ reflector: Reflector<R>,
        equal: @escaping @Sendable (R, R) -> Bool
    ) {
        self.kind = kind
        self.namespace = namespace
        self.reflector = reflector
        self.equal = equal
    }

    var isLive: Bool { state.withLock(\.isLive) }
    var wasStale: Bool { state.withLock(\.wasStale) }
    var events: Int { state.withLock(\.events) }
    var versions: [String: UInt64] {
        let objects = state.withLock(\.index.objects)
        return Dictionary(
            objects.map { ($0.key.name, UInt64($0.value.metadata.resourceVersion) ?? 0) }
        ) { $1 }
    }

    func run() async { await reflector.run() }

    func collect() async {
        for await event in reflector.events {
            trace(event)
            state.withLock { state in
                state.events += 1
                if case .connection(let status) = event {
                    state.isLive = status.isLive
                    if case .stale = status { state.wasStale = true }
                }
                _ = state.index.apply(event)
            }
        }
    }

    private func trace(_ event: ReflectorEvent<R>) {
        guard ProcessInfo.processInfo.environment["URUMI_TRACE"] != nil else { return }
        switch event {
        case .replaced(let objects): print(" ", kind.plural, "=", objects.count)
        case .upserted(let object):
            print(" ", kind.plural, "~", object.metadata.name, object.metadata.resourceVersion)
        case .deleted(let object): print(" ", kind.plural, "-", object.metadata.name)
        case .connection(.stale(_, let reason)): print(" ", kind.plural, "stale:", reason)
        case .connection(let status): print(" ", kind.plural, status)
        }
    }

    func retryNow() { reflector.retryNow() }

    func differences(_ direct: KubernetesClient) async throws -> [String] {
        let list = try await direct.list(R.self, in: namespace, ListOptions(World.selection))
        var known = state.withLock(\.index.objects)
        var found: [String] = []
        for object in list.items {
            let name = object.metadata.name
            guard let mine = known.removeValue(forKey: ResourceIndex<R>.key(object)) else {
                found.append("\(kind.plural) lacks \(name)")
                continue
            }
            if !equal(mine, object) { found.append("\(kind.plural) has another \(name)") }
        }
        return found + known.keys.map { "\(kind.plural) has \($0.name), which is gone" }
    }
}
