internal import ArgumentParser
internal import Domain
internal import Helm
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
    /// What came of records that were found to be lost; nil where none were.
    private(set) var recovery: Recovery?

    /// Opens it without a word on stderr, which may be a full screen's.
    init(_ workspace: Workspace) async throws {
        self.workspace = workspace
        cluster = try ClusterAccess(workspace)
        database = try await workspace.database()
        recovery = nil
        recovery = await Recovery(of: self)
    }

    /// What is open already.
    init(_ workspace: Workspace, cluster: ClusterAccess, database: any Records) {
        self.workspace = workspace
        self.cluster = cluster
        self.database = database
    }

    /// Opens, for a command, the world that its options lead to: what was recovered is told, and work that an
    /// earlier process left behind goes on.
    /// - Parameter resumesWork: false where the command sees to a worker itself, after what it changes, or is
    ///   to change nothing.
    init(_ global: GlobalOptions, resumesWork: Bool = true) async throws {
        try await self.init(global.workspace())
        if let recovery { Printer.note("\(recovery)") }
        if resumesWork { await resumeWork(global) }
    }

    /// Starts a worker if an earlier process left work behind and none is at it; isn't held up by its start.
    private func resumeWork(_ global: GlobalOptions) async {
        guard
            (try? await database.jobs(cluster: cluster.name, store: nil, limit: 1).first?.state.isActive)
                == true
        else { return }
        let workers = workspace.detachedWorkers(registry: database, arguments: global.arguments)
        do {
            try workers.startIfMissing(cluster: cluster.name)
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
        let sight = await observe()
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

    /// Holds the context to the cluster whose stores are recorded.
    var identity: ClusterIdentity {
        ClusterIdentity(client: cluster.client, cluster: cluster.name, registry: database)
    }

    /// Refuses what is asked for where the context leads to another cluster than the one whose stores are
    /// recorded. One that doesn't answer is let through: whoever does the work asks again.
    func refuseAnotherCluster() async throws {
        guard await cluster.answers() else { return }
        do {
            try await identity.check()
        } catch let error as DomainError {
            throw error
        } catch {}
    }

    /// What the cluster shows of all stores; nil with the reason when it can't be had in time, or when it's
    /// another cluster.
    func observe(within limit: Duration = .seconds(10)) async -> (
        stores: [String: StoreObservation]?, reason: String?
    ) {
        let sight = await cluster.observe(within: limit)
        guard sight.stores != nil else { return sight }
        do {
            try await identity.check()
            return sight
        } catch {
            return (nil, CommandFailure(error).description)
        }
    }

    /// Takes in the stores that the cluster has and the records lack; `found` are all that it has.
    /// - Parameter actor: who asked.
    func adopt(requestedBy actor: String) async throws -> (adopted: [Store], found: [Store]) {
        try await identity.check()
        let found = try await Adoption(
            client: cluster.client, cluster: cluster.name, operatorBinding: try workspace.operatorBinding()
        ).discover()
        return (try await database.adopt(found, requestedBy: actor), found)
    }

    /// What queues an action on this world.
    func request(_ action: JobRequest.Action) -> JobRequest {
        JobRequest(
            action: action, cluster: cluster.name,
            timeoutSeconds: workspace.settings.provisionTimeoutSeconds, requestedBy: workspace.actor)
    }

    /// Checks before an action is accepted what its job can't do without.
    @discardableResult
    func requireTools() async throws -> any HelmRunning {
        let helm = try await workspace.helm(for: cluster.configuration)
        try await cluster.requireReachable()
        try await identity.check()
        return helm
    }
}
