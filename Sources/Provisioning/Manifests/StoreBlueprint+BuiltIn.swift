package import Domain
internal import Helm
package import Kubernetes

// For callers that have no chart at hand; `objects(chart:…)` and `StoreQuota(chart:…)` take its place.
extension StoreBlueprint {
    package func objects(
        ingressNamespace: String?, using generator: inout some RandomNumberGenerator
    ) throws -> [JSONValue] {
        let guardrails = Guardrails.manifests(
            store, quota: StoreQuota(store.spec.size), ingressNamespace: ingressNamespace)
        let shown = ["admin-user", "admin-password", "admin-email", "mysql-password"].map {
            ChartCredential(key: $0, content: .letters(length: 24), title: ChartCredential.title(of: $0))
        }
        let plan = CredentialPlan(shown, host: store.spec.hosts.first ?? "localhost")
        let credentials = try CredentialsManifest(store, plan: plan).make(job: job, using: &generator)
        return [try NamespaceManifest.make(store, job: job)] + guardrails.map(\.object) + [credentials]
    }
}

extension StoreQuota {
    package init(_ size: StoreSize) {
        let (cpu, memory, storage): (Int64, Int64, Int64) =
            switch size {
            case .small: (5, 4, 20)
            case .medium: (8, 8, 80)
            case .large: (14, 14, 200)
            }
        let peak = [
            "requests.cpu": Quantity(thousandths: cpu * 500),
            "limits.cpu": Quantity(thousandths: cpu * 1_000),
            "requests.memory": Quantity(thousandths: memory << 29 * 1_000),
            "limits.memory": Quantity(thousandths: memory << 30 * 1_000),
            "requests.storage": Quantity(thousandths: storage << 29 * 1_000),
            "pods": Quantity(thousandths: 10_000), "persistentvolumeclaims": Quantity(thousandths: 2_000),
        ]
        self.init(steady: peak, peak: peak, solvers: 1)
    }
}
