import DemoCluster
import Foundation
import Kubernetes
import Testing

/// The API servers that are held to one contract.
enum Server: Sendable, CaseIterable, CustomTestStringConvertible {
    case demo, real

    /// The real one only where URUMI_TEST_REAL_CLUSTER=1 says that KUBECONFIG's may be used.
    static let available: [Server] =
        ProcessInfo.processInfo.environment["URUMI_TEST_REAL_CLUSTER"] == "1" ? allCases : [.demo]

    var testDescription: String {
        switch self {
        case .demo: "the demo cluster"
        case .real: "a real API server"
        }
    }

    /// Runs `body` in a namespace of its own, which is deleted afterwards.
    func run(_ body: @escaping @Sendable (Sandbox) async throws -> Void) async throws {
        switch self {
        case .demo: try await Self.runDemo(body)
        case .real: try await Self.run(try Kubeconfig.load().configuration(), forgetHistory: {}, body)
        }
    }

    private static func runDemo(_ body: @escaping @Sendable (Sandbox) async throws -> Void) async throws {
        let prefix = DemoCluster.randomPrefix()
        let cluster = try DemoCluster(configuration: DemoCluster.Configuration(prefix: prefix, speed: 20))
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await cluster.run { listening.yield($0) } }
            group.addTask {
                for await port in ports {
                    let configuration = ClusterConfiguration(
                        contextName: "demo", server: "http://127.0.0.1:\(port)/\(prefix)")
                    return try await run(
                        configuration, forgetHistory: { cluster.store.forgetHistory() }, body)
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private static func run(
        _ configuration: ClusterConfiguration, forgetHistory: @escaping @Sendable () -> Void,
        _ body: @Sendable (Sandbox) async throws -> Void
    ) async throws {
        let client = KubernetesClient(configuration)
        let namespace = "contract-" + UUID().uuidString.prefix(8).lowercased()
        try await client.create(.namespaces, ["metadata": ["name": .string(namespace)]])
        let result: Result<Void, any Error>
        do {
            result = .success(
                try await body(
                    Sandbox(client: client, namespace: namespace, forgetHistory: forgetHistory)))
        } catch {
            result = .failure(error)
        }
        _ = try? await client.delete(.namespaces, namespace)
        await client.shutdown()
        try result.get()
    }
}
