internal import ArgumentParser
internal import Domain
internal import Provisioning

/// A command of `urumi`.
protocol UrumiCommand: AsyncParsableCommand {
    var global: GlobalOptions { get }
}

/// A world with its cluster named and its database open, as most commands need it.
struct OpenWorkspace: Sendable {
    let workspace: Workspace
    let cluster: ClusterAccess
    let database: any Records

    init(_ workspace: Workspace) async throws {
        self.workspace = workspace
        cluster = try ClusterAccess(workspace)
        database = try await workspace.database()
        await recover()
    }

    /// Starts a worker if an earlier process left work behind and none is at it.
    func resumeWork(_ global: GlobalOptions) async {
        guard
            (try? await database.jobs(cluster: cluster.name, store: nil, limit: 1).first?.state.isActive)
                == true
        else { return }
        let workers = workspace.detachedWorkers(registry: database, arguments: global.arguments)
        do {
            try await workers.ensureWorker(cluster: cluster.name)
        } catch {
            Printer.note("jobs are waiting, but no worker can be started: \(error)")
        }
    }

    /// The open store of that name.
    func store(_ name: String) async throws -> Store {
        guard let store = try await database.store(named: name, cluster: cluster.name) else {
            throw DomainError.storeNotFound(name)
        }
        return store
    }

    /// The job of this cluster whose id starts with `prefix`.
    func job(_ prefix: String) async throws -> Job {
        guard let job = try await database.job(prefix: prefix.lowercased()), job.cluster == cluster.name
        else {
            throw DomainError.jobNotFound(prefix)
        }
        return job
    }

    /// How the cluster isn't as it was left of `store`; none where that can't be seen in time.
    func drifts(of store: Store) async -> [Drift] {
        let sight = await cluster.observe()
        guard let seen = sight.stores else { return [] }
        return await drifts(of: store, seen: seen[store.namespace])
    }

    func drifts(of store: Store, seen: StoreObservation?) async -> [Drift] {
        let releases =
            seen == nil
            ? nil
            : try? await ClusterReleases(self).revisions(of: store).map {
                ReleaseSummary(revision: $0.revision, state: $0.state, operation: $0.operation)
            }
        let jobs = (try? await database.jobs(cluster: cluster.name, store: store.id, limit: 100)) ?? []
        return store.drifts(seen: seen, releases: releases, operations: Set(jobs.map(\.id)))
    }

    /// Takes in the stores that the cluster has and the records lack; `found` are all that it has.
    func adopt() async throws -> (adopted: [Store], found: [Store]) {
        let found = try await Adoption(
            client: cluster.client, cluster: cluster.name, operatorBinding: try workspace.operatorBinding()
        ).discover()
        return (try await database.adopt(found), found)
    }

    /// What queues an action on this world.
    func request(_ action: JobRequest.Action) -> JobRequest {
        JobRequest(
            action: action, cluster: cluster.name,
            timeoutSeconds: workspace.settings.provisionTimeoutSeconds, requestedBy: workspace.actor)
    }

    /// Checks before an action is accepted what its job can't do without.
    func requireTools() async throws {
        _ = try await workspace.helm(for: cluster.configuration)
        try await cluster.requireReachable()
    }
}
