package import Domain
internal import Helm
internal import Provisioning

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

    /// What a store of each size may use, for people; nothing where the chart doesn't tell.
    package func quotas(_ engine: Engine) -> [StoreSize: String] {
        guard let folder = share?.chart(engine.rawValue), let chart = try? Chart(folder: folder) else {
            return [:]
        }
        let quotas = StoreSize.allCases.compactMap { size in
            (try? StoreQuota(chart: chart, size: size, hosts: 1)).map { (size, $0.summary) }
        }
        return Dictionary(quotas) { first, _ in first }
    }

    package func namespace(of name: StoreName) -> String {
        StoreNamespace.name(prefix: settings.namespacePrefix, store: name)
    }

    package func host(of name: StoreName) -> String { "\(name).\(settings.baseDomain)" }

    /// The spec of a new store, its chart being put aside as it is now.
    /// - Parameters:
    ///   - overrides: `K=V` assignments of chart values.
    ///   - ingressClass: for where the settings name none; nil leaves it to the cluster.
    package func spec(
        for name: StoreName, engine: Engine, size: StoreSize, hosts: [String] = [], overrides: [String] = [],
        ingressClass: String? = nil
    ) throws -> StoreSpec {
        let hosts = hosts.isEmpty ? [host(of: name)] : hosts
        if let problem = HostName.problem(inAll: hosts) { throw problem }
        let snapshot = try snapshot(of: engine, with: overrides)
        var spec = StoreSpec(
            engine: engine, size: size, hosts: hosts,
            chartDigest: snapshot.digest, chartVersion: snapshot.chart.version,
            overrides: ValueOverrides(overrides).assignments,
            ingressClass: settings.ingressClass ?? ingressClass, tlsIssuer: settings.tlsIssuer,
            storageClass: settings.storageClass)
        if !spec.givesAddress { spec.setAddressPort(settings.publicPort) }
        return spec
    }

    /// What is wanted of `store` from now on: what was wanted of it, changed as said, with its chart as it is now.
    /// - Parameters:
    ///   - size: nil leaves it.
    ///   - hosts: those it answers to instead; none leaves them.
    ///   - setting: `K=V` assignments of chart values, laid over those remembered.
    ///   - unsetting: keys whose remembered assignments are forgotten.
    package func spec(
        of store: Store, size: StoreSize? = nil, hosts: [String] = [], setting: [String] = [],
        unsetting: [String] = []
    ) throws -> StoreSpec {
        var overrides = ValueOverrides(store.spec.overrides)
        for key in unsetting { try overrides.unset(key) }
        overrides.set(setting)
        var spec = store.spec
        spec.size = size ?? spec.size
        if let problem = HostName.problem(inAll: hosts) { throw problem }
        if !hosts.isEmpty { spec.hosts = hosts }
        spec.overrides = overrides.assignments
        // A setting that is given now holds from now on; a volume's class can't be changed any more.
        spec.ingressClass = settings.ingressClass ?? spec.ingressClass
        spec.tlsIssuer = settings.tlsIssuer ?? spec.tlsIssuer
        // An address of the user's own stays; one that says where the hosts answer goes along with them.
        let isGivenNow = ValueOverrides(setting).assigns(StoreSpec.addressKey)
        if !isGivenNow, !spec.givesAddress || store.spec.addressPort != nil {
            let isKept = spec.givesAddress && spec.tlsIssuer == store.spec.tlsIssuer
            spec.setAddressPort(settings.publicPort ?? (isKept ? store.spec.addressPort : nil))
        }
        let snapshot = try snapshot(of: spec.engine, with: spec.overrides)
        spec.chartDigest = snapshot.digest
        spec.chartVersion = snapshot.chart.version
        return spec
    }

    /// The engine's chart as it is now, put aside.
    private func snapshot(of engine: Engine, with overrides: [String]) throws -> ChartSnapshots.Snapshot {
        guard let folder = share?.chart(engine.rawValue) else {
            throw CommandFailure(
                .failed,
                "there's no chart for \(engine.title) here; install urumi with its charts, or set URUMI_SHARE to a "
                    + "checkout that has helm/\(engine.rawValue)")
        }
        // What can't be understood is refused now and not in the middle of the job.
        _ = try HelmValues().applying(settings: overrides)
        return try charts.store(Chart(folder: folder))
    }
}
