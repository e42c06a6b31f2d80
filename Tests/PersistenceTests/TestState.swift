import Dispatch
import Domain
import Foundation
import Synchronization

@testable import Persistence

/// A state folder of its own for a test, opened as often as the test wants, each time as another process would.
struct TestState: Sendable {
    static let cluster = "kind-test"

    let path: String
    let time = TestTime()

    var folder: StateFolder { get throws { try StateFolder(path: path) } }

    func open(patience: DispatchTimeInterval = .seconds(30)) async throws -> Database {
        try await Database.open(try folder, patience: patience, now: { [time] in time.now })
    }

    static func run(_ body: (TestState) async throws -> Void) async throws {
        let root = FileManager.default.temporaryDirectory.path + "/urumi-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        try await body(TestState(path: root + "/state"))
    }
}

/// A clock that stands still until told otherwise.
final class TestTime: Sendable {
    private let date = Mutex(Date(timeIntervalSince1970: 1_700_000_000))

    var now: Date { date.withLock { $0 } }

    func advance(_ seconds: TimeInterval) { date.withLock { $0 += seconds } }
}

extension JobRequest {
    static func create(
        _ name: String, engine: Engine = .woocommerce, maxStores: Int? = nil, prefix: String = "store-"
    ) throws -> JobRequest {
        let spec = StoreSpec(
            engine: engine, hosts: ["\(name).localhost"], chartDigest: "d1", chartVersion: "1.0.0",
            overrides: ["a=b\nc"])
        let action = Action.create(
            name: try StoreName(name), namespace: prefix + name, spec: spec, maxStores: maxStores)
        return JobRequest(action: action, cluster: TestState.cluster, requestedBy: "ada@vps")
    }

    static func delete(_ id: StoreID, keepsData: Bool = false) -> JobRequest {
        JobRequest(
            action: .delete(id, keepsData: keepsData), cluster: TestState.cluster, requestedBy: "bob@vps")
    }

    /// One of that kind, on the store of that id or, to create, of that name.
    static func any(_ kind: JobKind, _ id: StoreID, _ name: String) throws -> JobRequest {
        var request = try create(name)
        switch kind {
        case .create: break
        case .delete: request = delete(id)
        case .upgrade:
            request.action = .upgrade(
                id, spec: StoreSpec(engine: .woocommerce, hosts: [], chartDigest: "d2", chartVersion: "2"))
        case .rollback: request.action = .rollback(id, revision: 1)
        }
        return request
    }
}

extension Database {
    func claim() async throws -> (any JobLease)? { try await claim(cluster: TestState.cluster) }

    /// Creates a store, all the way to `phase`.
    func makeStore(_ name: String, phase: StorePhase = .ready) async throws -> StoreID {
        let job = try await enqueue(.create(name))
        try await claim()?.finish(.succeeded(phase: phase, revision: 1))
        return job.storeID
    }

    /// A job of that kind that waits, on a store that was ready where there has to be one.
    func activeJob(_ kind: JobKind, named name: String) async throws -> Job {
        if kind == .create { return try await enqueue(.create(name)) }
        return try await enqueue(.any(kind, makeStore(name), name))
    }
}
