package import Domain
package import Helm
internal import Kubernetes

/// What a store may use: its chart's peak, and beside it cert-manager's solvers and as much storage again, for
/// a backup or for a claim that was asked for larger.
package struct StoreQuota: Hashable, Sendable {
    private var amounts: [String: Quantity]
    /// What comes and goes beside the steady state.
    private let room: [String: Quantity]

    /// What the pod and the objects of one HTTP-01 challenge take, by cert-manager's defaults.
    private static let solver: [String: Quantity] = [
        "requests.cpu": Quantity(thousandths: 10), "requests.memory": .mebibytes(64),
        "limits.cpu": Quantity(thousandths: 100), "limits.memory": .mebibytes(64), "pods": .count(1),
        "services.nodeports": .count(1),
    ]
    /// Pods that are still ending while others take their place.
    private static let endingPods = Quantity.count(2)
    /// Objects beyond any need; they keep a runaway from filling the API server.
    private static let objects: [String: Quantity] = [
        "services": .count(20), "services.loadbalancers": .zero, "count/secrets": .count(60),
        "count/configmaps": .count(40), "count/jobs.batch": .count(40),
    ]

    /// - Parameters:
    ///   - hosts: how many names the store has; each may be certified at the same time.
    ///   - demands: what the chart renders with the store's values; none where it isn't given any of its own.
    /// - Throws: `HelmError.unreadableChart` for a chart whose `urumi.dev/footprint` doesn't tell it.
    package init(
        chart: Chart, size: StoreSize, hosts: Int, demands: [RenderedDemand] = []
    ) throws(HelmError) {
        let footprint = try StoreFootprint(chart: chart, size: size.rawValue)
            .widened(to: StoreFootprint(of: demands))
        self.init(steady: footprint.steady, peak: footprint.peak, solvers: max(1, hosts))
    }

    init(steady: [String: Quantity], peak: [String: Quantity], solvers: Int) {
        var amounts = peak
        for (name, most) in Self.objects { amounts[name] = max(amounts[name] ?? .zero, most) }
        for (name, amount) in Self.solver { amounts[name] = (amounts[name] ?? .zero) + solvers * amount }
        amounts["pods"] = (amounts["pods"] ?? .zero) + Self.endingPods
        for name in ["requests.storage", "persistentvolumeclaims"] {
            amounts[name] = amounts[name].map { 2 * $0 }
        }
        self.amounts = amounts
        room = Dictionary(
            amounts.map { name, amount in
                (
                    name,
                    Quantity(thousandths: max(0, amount.thousandths - (steady[name] ?? amount).thousandths))
                )
            }
        ) { first, _ in first }
    }

    /// The same, but never less than what is used already and what a change takes beside it: the pods of a
    /// larger size live on until their successors are ready, and a quota below what's used would refuse those.
    func covering(_ used: [String: Quantity]) -> StoreQuota {
        var wider = self
        for (name, amount) in amounts {
            guard let used = used[name] else { continue }
            let isStorage = name == "requests.storage" || name == "persistentvolumeclaims"
            wider.amounts[name] = max(amount, isStorage ? used : used + (room[name] ?? .zero))
        }
        return wider
    }

    /// The quota's lines, as a ResourceQuota has them.
    package var hard: [String: String] {
        Dictionary(amounts.map { ($0, Self.text($1, of: $0)) }) { first, _ in first }
    }

    /// For people.
    package var summary: String {
        func text(_ name: String) -> String { Self.text(amounts[name] ?? .zero, of: name) }
        return
            "up to \(text("limits.cpu")) CPU, \(text("limits.memory")) memory, \(text("requests.storage")) storage"
    }

    private static func text(_ amount: Quantity, of name: String) -> String {
        guard name.hasSuffix("memory") || name.hasSuffix("storage") else {
            return amount.thousandths % 1_000 == 0
                ? "\(amount.thousandths / 1_000)" : "\(amount.thousandths)m"
        }
        let mebibytes = Int64((amount.value / 0x1p20).rounded(.up))
        return mebibytes % 1_024 == 0 ? "\(mebibytes / 1_024)Gi" : "\(mebibytes)Mi"
    }
}
