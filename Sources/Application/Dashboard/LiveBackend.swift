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
    let openingNotice: Notice?
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
        openingNotice = world.recovery.map { Notice($0.isWhole ? .info : .failure, $0.description) }
        self.world = world
    }

    func spec(for draft: StoreDraft) async throws -> StoreSpec {
        // What a job can't do without is missed before the action is accepted and not in its middle.
        _ = try await world.workspace.helm(for: world.cluster.configuration)
        return try StoreDesign(world.workspace).spec(
            for: draft.name, engine: draft.engine, size: draft.size, ingressClass: await world.ingressClass())
    }

    func spec(for draft: UpgradeDraft) async throws -> StoreSpec {
        _ = try await world.workspace.helm(for: world.cluster.configuration)
        return try StoreDesign(world.workspace).spec(
            of: draft.store, size: draft.size, setting: draft.setting, unsetting: draft.unsetting)
    }

    func adopt() async throws -> [Store] { try await world.adopt().adopted }
}
