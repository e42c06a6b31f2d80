internal import Domain
internal import Provisioning

/// The releases of a world's cluster, read by the Helm that its settings name, which is looked for when
/// something is asked.
struct ClusterReleases: ReleaseReader {
    private let world: OpenWorkspace

    init(_ world: OpenWorkspace) { self.world = world }

    func revisions(of store: Store) async throws -> [ReleaseRevision] {
        try await reader().revisions(of: store)
    }

    func preview(of store: Store, upgradedTo spec: StoreSpec) async throws -> UpgradePreview {
        try await reader().preview(of: store, upgradedTo: spec)
    }

    func difference(of store: Store, from older: Int, to newer: Int) async throws -> UpgradePreview {
        try await reader().difference(of: store, from: older, to: newer)
    }

    private func reader() async throws -> any ReleaseReader {
        let helm = try await world.workspace.helm(for: world.cluster.configuration)
        return ReleaseHistoryReader(
            client: world.cluster.client, helm: helm, charts: world.workspace.charts)
    }
}
