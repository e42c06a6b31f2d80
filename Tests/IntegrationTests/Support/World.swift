import DemoCluster
import Domain
import Foundation
import Helm
import Kubernetes
import Logging
import Persistence
import Provisioning
import Testing

/// The clusters that stores are made in.
enum TestCluster: Sendable, CaseIterable, CustomTestStringConvertible {
    case demo, real

    /// The real one where URUMI_TEST_REAL_CLUSTER=1 says that KUBECONFIG's may be used; else the demo.
    static let available: [TestCluster] =
        ProcessInfo.processInfo.environment["URUMI_TEST_REAL_CLUSTER"] == "1" ? [.real] : [.demo]

    var testDescription: String { self == .demo ? "the demo cluster" : "a real API server" }
}

/// A cluster, a Helm and a folder for state: all that a worker lives in. Stores made in it have namespaces of
/// its own, which are deleted with it.
struct World: Sendable {
    let folder: String
    let prefix: String
    let client: KubernetesClient
    let helm: HelmExecutable
    let charts: ChartSnapshots
    let chart: ChartSnapshots.Snapshot
    /// nil on a real cluster.
    let demo: DemoCluster?

    static let cluster = "the-cluster"

    static func run(
        _ cluster: TestCluster = .demo, _ helm: TestHelm? = nil, speed: Double = 30,
        _ body: @escaping @Sendable (World) async throws -> Void
    ) async throws {
        let helm = try helm ?? .any
        let folder = FileManager.default.temporaryDirectory.path + "/urumi-world-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        switch cluster {
        case .real:
            let kubeconfig = ProcessInfo.processInfo.environment["KUBECONFIG"]
            try await enter(folder, helm, Kubeconfig.load().configuration(), kubeconfig, demo: nil, body)
        case .demo:
            let prefix = DemoCluster.randomPrefix()
            let demo = try DemoCluster(
                configuration: DemoCluster.Configuration(prefix: prefix, speed: speed))
            let (ports, listening) = AsyncStream.makeStream(of: Int.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await demo.run { listening.yield($0) } }
                group.addTask {
                    for await port in ports {
                        let kubeconfig = folder + "/kubeconfig"
                        try Data(demo.server.kubeconfig(port: port).utf8).write(
                            to: URL(fileURLWithPath: kubeconfig))
                        let configuration = try Kubeconfig.load(paths: [kubeconfig]).configuration()
                        return try await enter(folder, helm, configuration, kubeconfig, demo: demo, body)
                    }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private static func enter(
        _ folder: String, _ helm: TestHelm, _ configuration: ClusterConfiguration, _ kubeconfig: String?,
        demo: DemoCluster?, _ body: @Sendable (World) async throws -> Void
    ) async throws {
        let environment = HelmEnvironment(
            inherited: ProcessInfo.processInfo.environment, withholding: [], kubeconfig: kubeconfig,
            context: configuration.contextName, folder: folder + "/helm")
        let charts = ChartSnapshots(folder: folder + "/charts")
        let world = World(
            folder: folder, prefix: "it-\(UUID().uuidString.prefix(6).lowercased())-",
            client: KubernetesClient(configuration),
            helm: try await HelmExecutable.detect(path: helm.path, environment: environment),
            charts: charts, chart: try charts.store(Chart(folder: chartFolder)), demo: demo)
        let result: Result<Void, any Error>
        do { result = .success(try await body(world)) } catch { result = .failure(error) }
        if demo == nil { await world.clear() }
        await world.client.shutdown()
        try result.get()
    }

    private func clear() async {
        let namespaces = try? await client.list(Namespace.self).items.map(\.metadata.name)
        for name in namespaces ?? [] where name.hasPrefix(prefix) {
            _ = try? await client.delete(.namespaces, name)
        }
    }

    private static var chartFolder: String {
        // Sources and tests may be reached by links; the charts lie beside them either way.
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/helm/woocommerce"
    }

    /// Seconds that a job gets, as long as many stores start at once.
    static let patience = 240

    // MARK: State

    /// Opens a state folder; each call stands for another process.
    func database(_ name: String = "state") async throws -> Database {
        try await Database.open(StateFolder(path: folder + "/" + name))
    }

    func create(
        _ name: String, overrides: [String] = [], maxStores: Int? = nil, timeout: Int = World.patience
    ) throws -> JobRequest {
        let name = try StoreName(name)
        let spec = StoreSpec(
            engine: .woocommerce, hosts: ["\(name).localhost"], chartDigest: chart.digest,
            chartVersion: chart.chart.version, overrides: overrides)
        return JobRequest(
            action: .create(name: name, namespace: namespace(name), spec: spec, maxStores: maxStores),
            cluster: Self.cluster, timeoutSeconds: timeout, requestedBy: "ada@test")
    }

    func delete(_ store: StoreID, keepsData: Bool = false) -> JobRequest {
        JobRequest(
            action: .delete(store, keepsData: keepsData), cluster: Self.cluster, requestedBy: "ada@test")
    }

    /// To the store's present spec with other overrides.
    func upgrade(_ store: Store, overrides: [String], size: StoreSize? = nil, timeout: Int = World.patience)
        -> JobRequest
    {
        var spec = store.spec
        spec.overrides = overrides
        spec.size = size ?? spec.size
        return JobRequest(
            action: .upgrade(store.id, spec: spec), cluster: Self.cluster, timeoutSeconds: timeout,
            requestedBy: "ada@test")
    }

    func rollback(_ store: StoreID, to revision: Int? = nil) -> JobRequest {
        JobRequest(
            action: .rollback(store, revision: revision), cluster: Self.cluster,
            timeoutSeconds: World.patience, requestedBy: "ada@test")
    }

    func namespace(_ name: StoreName) -> String { StoreNamespace.name(prefix: prefix, store: name) }
}
