internal import Application
internal import DemoCluster
internal import Domain
internal import Kubernetes

/// Fills the demo cluster with stores that look as if they had been there for a while.
struct DemoSeeding {
    private let cluster: DemoCluster

    init(cluster: DemoCluster) { self.cluster = cluster }

    func fill(upTo count: Int) async throws {
        let present = cluster.store.list(.namespace).count {
            $0[path: "metadata", "labels"]?[Ownership.storeLabel] != nil
        }
        guard present < count else { return }
        let model = try await DemoStoreModel(Workspace(WorkspaceOptions(isDemo: true)))
        let template = StoreTemplate(
            name: model.store.name.description, namespace: model.store.namespace,
            id: model.store.id.description,
            objects: model.objects, manifest: model.manifest, chart: model.chart, values: model.values,
            releaseLabels: model.releaseLabels)
        _ = try await DemoWorld.seed(count: count - present, template: template, into: cluster.store)
    }
}
