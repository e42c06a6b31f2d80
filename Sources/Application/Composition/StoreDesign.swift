package import Domain
internal import Helm

/// Makes specs of new stores from the settings.
package struct StoreDesign: Sendable {
    private let settings: Settings
    private let share: ShareFolder?
    private let charts: ChartSnapshots

    package init(_ workspace: Workspace) {
        settings = workspace.settings
        share = workspace.share
        charts = workspace.charts
    }

    /// Whether the engine has a chart here.
    package func hasChart(_ engine: Engine) -> Bool { share?.chart(engine.rawValue) != nil }

    package func namespace(of name: StoreName) -> String {
        StoreNamespace.name(prefix: settings.namespacePrefix, store: name)
    }

    package func host(of name: StoreName) -> String { "\(name).\(settings.baseDomain)" }

    /// The spec of a new store, its chart being put aside as it is now.
    /// - Parameter overrides: `K=V` assignments of chart values.
    package func spec(
        for name: StoreName, engine: Engine, size: StoreSize, hosts: [String] = [], overrides: [String] = []
    ) throws -> StoreSpec {
        guard let folder = share?.chart(engine.rawValue) else {
            throw CommandFailure(
                .failed,
                "there's no chart for \(engine.title) here; install urumi with its charts, or set URUMI_SHARE to a "
                    + "checkout that has helm/\(engine.rawValue)")
        }
        // What can't be understood is refused now and not in the middle of the job.
        _ = try HelmValues().applying(settings: overrides)
        let snapshot = try charts.store(Chart(folder: folder))
        return StoreSpec(
            engine: engine, size: size, hosts: hosts.isEmpty ? [host(of: name)] : hosts,
            chartDigest: snapshot.digest, chartVersion: snapshot.chart.version, overrides: overrides,
            ingressClass: settings.ingressClass, tlsIssuer: settings.tlsIssuer,
            storageClass: settings.storageClass)
    }
}
