internal import Domain
internal import Helm
internal import Kubernetes

/// Applies the quota, the limits and the network policies of a store's namespace. Run again, as by an upgrade,
/// it brings them to the store's present size and chart.
struct GuardrailsStep: Step {
    let name = StepName.guardrails

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let store = context.store
        try await context.takeRights()
        let chart = try context.services.charts.snapshot(store.spec.chartDigest).chart
        let quota = try StoreQuota(chart: chart, size: store.spec.size, hosts: store.spec.hosts.count)
            .covering(try await used(context))
        var ingressNamespace = context.services.ingressNamespace
        if ingressNamespace == nil {
            ingressNamespace = try await IngressController.namespace(context.client)
        }
        let manifests = Guardrails.manifests(store, quota: quota, ingressNamespace: ingressNamespace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for manifest in manifests {
                group.addTask { try await context.apply(manifest.object, as: manifest.endpoint) }
            }
            try await group.waitForAll()
        }
        let reach = ingressNamespace.map { "reached from \($0)" } ?? "reached from any namespace"
        return .done("quota (\(quota.summary)), limits and network policies applied; \(reach)")
    }

    /// What the store uses already; nothing where it's new.
    private func used(_ context: StepContext) async throws -> [String: Quantity] {
        do {
            let quota = try await context.client.get(
                ResourceQuota.self, Guardrails.quotaName, in: context.store.namespace)
            return quota.used
        } catch let error as KubernetesError where error.isNotFound {
            return [:]
        }
    }
}
