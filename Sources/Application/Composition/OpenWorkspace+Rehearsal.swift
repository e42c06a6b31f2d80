internal import Domain
internal import Foundation
internal import Helm
internal import Provisioning

extension OpenWorkspace {
    /// A store as it would be, of which nothing is recorded.
    func draft(_ name: StoreName, _ spec: StoreSpec) -> Store {
        let now = Date()
        return Store(
            id: StoreID(UUID()), name: name, cluster: cluster.name,
            namespace: StoreDesign(workspace).namespace(of: name), spec: spec,
            status: StoreStatus(phase: .queued, createdAt: now, updatedAt: now))
    }

    /// Renders what a store's chart would make of its values, so that what can't be rendered is refused before it
    /// is accepted and not in the job's middle.
    /// - Throws: `CommandFailure` with what Helm says of it.
    func rehearse(_ store: Store, by helm: any HelmRunning) async throws {
        let chart = try workspace.charts.snapshot(store.spec.chartDigest).chart
        let command = HelmCommand.template(
            release: store.name.description, namespace: store.namespace, chart: chart.folder,
            values: try StoreBlueprint(store, job: JobID(UUID())).values())
        do {
            _ = try await helm.text(command)
        } catch HelmError.failed(_, _, let lines) {
            let given = store.spec.overrides
            let subject = "the chart \(chart.name) \(chart.version) can't be rendered"
            throw CommandFailure(
                given.isEmpty ? .failed : .wrongUsage,
                subject + (given.isEmpty ? "" : " with \(given.joined(separator: ", "))") + ": "
                    + Self.withoutPreamble(lines.joined(separator: "\n")))
        }
    }

    private static func withoutPreamble(_ text: String) -> String {
        text.hasPrefix("Error: ") ? String(text.dropFirst("Error: ".count)) : text
    }
}
