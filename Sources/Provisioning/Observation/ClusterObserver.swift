internal import Domain
internal import Foundation
package import Kubernetes

/// The stores of a cluster as the watches show them: one watch a kind for the whole cluster, by label.
/// Events carry no labels, and Secrets may be read in stores' own namespaces alone: they are watched only in the
/// namespaces that somebody asks about.
package actor ClusterObserver: ClusterView {
    let client: KubernetesClient
    let clock: any Clock<Duration>
    var aggregator = StoreAggregator()
    var connections = ConnectionSummary(kinds: 8)
    var listeners: [Int: Listener] = [:]
    var nextListener = 0
    private var retries: [@Sendable () -> Void] = []
    var viewTask: Task<Void, Never>?
    private let dirty = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// The label that all objects of stores carry.
    private static let selection = Selection(labels: Ownership.storeLabel)
    /// Changes that come within this time are told together.
    private static let window: Duration = .milliseconds(30)

    package init(client: KubernetesClient, clock: any Clock<Duration> = ContinuousClock()) {
        self.client = client
        self.clock = clock
    }

    /// Watches until the task is cancelled. Once is enough for any number of listeners.
    package func run() async {
        await withDiscardingTaskGroup { group in
            // Others' as well, since a store's namespace may lose its label, or its name be taken.
            follow(Namespace.self, of: Selection(), &group)
            follow(Pod.self, &group)
            follow(Deployment.self, &group)
            follow(StatefulSet.self, &group)
            follow(Kubernetes.Job.self, &group)
            follow(PersistentVolumeClaim.self, &group)
            follow(ResourceQuota.self, &group)
            follow(Ingress.self, &group)
            for await _ in dirty.stream {
                try? await clock.sleep(for: Self.window)
                tellChanges()
            }
        }
        viewTask?.cancel()
        for listener in listeners.values { listener.finish() }
        listeners = [:]
    }

    package func retryNow() {
        for retry in retries { retry() }
    }

    private func follow<R: Resource>(
        _ kind: R.Type, of selection: Selection = selection, _ group: inout DiscardingTaskGroup
    ) {
        let reflector = Reflector(kind, client: client, selection, clock: clock)
        retries.append { reflector.retryNow() }
        group.addTask { await reflector.run() }
        group.addTask {
            for await event in reflector.events { await self.take(event, of: R.endpoint.plural) }
        }
    }

    private func take<R: Resource>(_ event: ReflectorEvent<R>, of kind: String) {
        if case .connection(let status) = event {
            if let state = connections.note(status, of: kind) { tell(.connection(state)) }
            return
        }
        if case .replaced = event { connections.noteList(of: kind) }
        aggregator.apply(event)
        dirty.continuation.yield()
    }

    /// Nothing is told before every kind has been listed once: half a picture would look like trouble.
    private func tellChanges() {
        guard connections.isComplete else { return }
        let changes = aggregator.takeChanges()
        if !connections.wasTold {
            connections.wasTold = true
            tell(.observed(aggregator.all()))
        } else if !changes.isEmpty {
            tell(.observed(changes))
        }
    }
}
