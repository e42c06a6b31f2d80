import Domain
import Foundation
import Helm
import Kubernetes
import Logging
import Persistence
import Provisioning
import Testing

extension World {
    /// Runs `body` while a worker does what is queued.
    func working<Value: Sendable>(
        on queue: any JobQueue & StoreRepository & WorkerRegistry, concurrency: Int = 3,
        with helm: (any HelmRunning)? = nil, clock: any Clock<Duration> = ContinuousClock(),
        isWatching: Bool = true, _ body: () async throws -> Value
    ) async throws -> Value {
        let observer = ClusterObserver(client: client)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let services = StepServices(
            client: client, helm: helm ?? self.helm, charts: charts, observer: observer,
            clock: clock)
        let worker = Worker(
            queue: queue, registry: queue,
            // Retries come at once, so that tests needn't wait for them.
            runner: JobRunner(
                services: services, retries: RetryPolicy(attempts: 50, random: { _ in 0.1 }), logger: logger),
            cluster: Self.cluster, concurrency: concurrency, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            if isWatching { group.addTask { await observer.run() } }
            group.addTask { try await worker.run(.untilCancelled) }
            defer { group.cancelAll() }
            return try await body()
        }
    }

    /// Enqueues, lets a worker do it, and returns the job as it ended.
    func perform(_ request: JobRequest, on database: Database) async throws -> Domain.Job {
        let job = try await database.enqueue(request)
        return try await working(on: database) { try await database.ended(job.id) }
    }

    /// A store that was made, and its record.
    func madeStore(
        _ name: String = "shop", overrides: [String] = [], on database: Database
    ) async throws -> Store {
        let job = try await perform(create(name, overrides: overrides), on: database)
        #expect(job.state == .succeeded, "\(String(describing: job.failure))")
        return try #require(try await database.openStore(name))
    }

    // MARK: What the cluster has

    /// The states of the release's revisions, oldest first.
    func states(_ store: Store) async throws -> [String] {
        try await revisions(store).map { (Int($0.labels["version"] ?? "") ?? 0, $0.labels["status"] ?? "") }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// The spec that stands on the store's namespace.
    func describedSpec(_ store: Store) async throws -> StoreSpec? {
        let annotations = try await client.metadata(.namespaces, store.namespace).annotations
        let text = annotations[Ownership.specAnnotation] ?? ""
        return try? JSONDecoder().decode(StoreSpec.self, from: Data(text.utf8))
    }

    /// The title that the running release was given.
    func title(_ store: Store) async throws -> String? {
        let values = try await helm.values(of: store.name.description, in: store.namespace)
        guard case .string(let title)? = values["shop", "title"] else { return nil }
        return title
    }

    func exists(_ endpoint: ResourceEndpoint, _ name: String, in namespace: String? = nil) async throws
        -> Bool
    {
        try await uid(endpoint, name, in: namespace) != nil
    }

    func uid(_ endpoint: ResourceEndpoint, _ name: String, in namespace: String? = nil) async throws
        -> String?
    {
        do {
            return try await client.metadata(endpoint, name, in: namespace).uid
        } catch let error as KubernetesError where error.isNotFound {
            return nil
        }
    }

    /// The records that Helm keeps of a store's release.
    func revisions(_ store: Store) async throws -> [ObjectMeta] {
        try await client.listMetadata(
            .secrets, in: store.namespace, ListOptions(Selection(labels: "owner=helm,name=\(store.name)"))
        ).items
    }
}

extension Database {
    /// The job once `condition` holds for it.
    func job(_ id: JobID, until condition: (Domain.Job) -> Bool) async throws -> Domain.Job {
        for await _ in changes() {
            if let job = try await job(id), condition(job) { return job }
        }
        throw CancellationError()
    }

    func ended(_ id: JobID) async throws -> Domain.Job { try await job(id) { !$0.state.isActive } }

    func openStore(_ name: String) async throws -> Store? {
        try await store(named: name, cluster: World.cluster)
    }
}
