internal import Dashboard
internal import Domain
internal import Foundation
internal import Provisioning
internal import Terminal

/// The dashboard's world: the records in the state folder and the cluster behind the kubeconfig.
struct LiveBackend: DashboardBackend {
    let settings: DashboardSettings
    let stores: any StoreRepository
    let queue: any JobQueue
    let cluster: any ClusterView
    let releases: any ReleaseReader
    let credentials: any CredentialsReader
    let logs: any LogReader
    let inspector: any StoreInspector
    let workers: any WorkerLauncher
    private let world: OpenWorkspace

    init(_ world: OpenWorkspace, settings: DashboardSettings, workers: any WorkerLauncher) {
        self.settings = settings
        stores = world.database
        queue = world.database
        let workspace = world.workspace
        cluster = WatchedCluster(
            observer: ClusterObserver(client: world.cluster.client), identity: world.identity
        ) {
            // A demo cluster that was stopped or killed comes back with all that it held.
            if workspace.options.isDemo { _ = try? await workspace.demoProcess.revive() }
        }
        releases = ClusterReleases(world)
        credentials = StoreCredentials(client: world.cluster.client)
        logs = StoreLogs(client: world.cluster.client)
        inspector = ClusterInspector(client: world.cluster.client)
        self.workers = workers
        self.world = world
    }

    func spec(for draft: StoreDraft) async throws -> StoreSpec {
        // What a job can't do without is missed before the action is accepted and not in its middle.
        let helm = try await world.workspace.helm(for: world.cluster.configuration)
        let spec = try StoreDesign(world.workspace).spec(
            for: draft.name, engine: draft.engine, size: draft.size, ingressClass: await world.ingressClass())
        try await world.rehearse(world.draft(draft.name, spec), by: helm)
        return spec
    }

    func spec(for draft: UpgradeDraft) async throws -> StoreSpec {
        let helm = try await world.workspace.helm(for: world.cluster.configuration)
        var wanted = draft.store
        wanted.spec = try StoreDesign(world.workspace).spec(
            of: draft.store, size: draft.size, setting: draft.setting, unsetting: draft.unsetting)
        try await world.rehearse(wanted, by: helm)
        return wanted.spec
    }

    func notices() -> AsyncStream<Notice> {
        let (stream, continuation) = AsyncStream.makeStream(of: Notice.self)
        let tell: @Sendable (Recovery) -> Void = {
            continuation.yield(Notice($0.isWhole ? .info : .failure, $0.description))
        }
        if let recovery = world.recovery, recovery.isWhole { tell(recovery) }
        let keeper = Task {
            await world.keepRecords(tell)
            continuation.finish()
        }
        continuation.onTermination = { _ in keeper.cancel() }
        return stream
    }

    func adopt() async throws -> [Store] {
        try await world.adopt(requestedBy: world.workspace.actor).adopted
    }
}
