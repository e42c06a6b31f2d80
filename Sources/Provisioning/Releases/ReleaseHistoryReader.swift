package import Domain
package import Helm
package import Kubernetes

/// Reads a store's release through Helm and the labels of its records.
package struct ReleaseHistoryReader: ReleaseReader {
    private let client: KubernetesClient
    private let helm: any HelmRunning
    private let charts: ChartSnapshots

    package init(client: KubernetesClient, helm: any HelmRunning, charts: ChartSnapshots) {
        self.client = client
        self.helm = helm
        self.charts = charts
    }

    package func revisions(of store: Store) async throws -> [ReleaseRevision] {
        // Helm fails for a release that isn't there as it does for anything else.
        let records = try await ReleaseHistory.read(client, store)
        guard records.newest != nil else { return [] }
        let known = Dictionary(records.revisions.map { ($0.revision, $0) }) { first, _ in first }
        return try await helm.history(of: store.name.description, in: store.namespace).reversed().map {
            ReleaseRevision($0, operation: known[$0.revision]?.operation.flatMap { JobID($0) })
        }
    }

    package func preview(of store: Store, upgradedTo spec: StoreSpec) async throws -> UpgradePreview {
        var wanted = store
        wanted.spec = spec
        let values = try StoreValues.make(wanted)
        let upgrade = HelmCommand.Upgrade(
            release: store.name.description, namespace: store.namespace,
            chart: try charts.snapshot(spec.chartDigest).chart.folder, values: values)
        let preview = try await helm.preview(upgrade)
        let newer = ReleaseContent(values: values, manifest: try ReleaseManifest(yaml: preview.manifest))
        let deployed = try await ReleaseHistory.read(client, store).deployed
        let older: ReleaseContent =
            if let deployed { try await content(of: store, deployed.revision) } else { .nothing }
        return older.difference(to: newer)
    }

    package func difference(
        of store: Store, from older: Int, to newer: Int
    ) async throws -> UpgradePreview {
        try await content(of: store, older).difference(to: try await content(of: store, newer))
    }

    /// What a revision consists of.
    func content(of store: Store, _ revision: Int) async throws -> ReleaseContent {
        let (name, namespace) = (store.name.description, store.namespace)
        async let values = helm.values(of: name, in: namespace, revision: revision)
        async let manifest = helm.manifest(of: name, in: namespace, revision: revision)
        return ReleaseContent(values: try await values, manifest: try await manifest)
    }
}

extension ReleaseRevision {
    init(_ line: HelmRevision, operation: JobID?) {
        // Helm writes name and version in one word; a version begins with a digit.
        let cut = line.chart.indices.first { index in
            line.chart[index] == "-"
                && line.chart[index...].dropFirst().prefix { $0 != "." }.allSatisfy(\.isNumber)
        }
        self.init(
            revision: line.revision, state: RevisionState(line.state), updatedAt: line.updated,
            chart: cut.map { String(line.chart[..<$0]) } ?? line.chart,
            chartVersion: cut.map { String(line.chart[line.chart.index(after: $0)...]) } ?? "",
            appVersion: line.appVersion, description: line.summary, operation: operation)
    }
}

extension RevisionState {
    init(_ state: ReleaseState) { self = RevisionState(rawValue: state.rawValue) ?? .unknown }
}
