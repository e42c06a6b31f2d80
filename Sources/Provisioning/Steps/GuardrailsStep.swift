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
        let quota = try StoreQuota(
            chart: chart, size: store.spec.size, hosts: store.spec.hosts.count,
            demands: try await demands(of: chart, context)
        ).covering(try await used(context))
        let doors = try await ingressNamespaces(context)
        let manifests = Guardrails.manifests(store, quota: quota, ingressNamespaces: doors)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for manifest in manifests {
                group.addTask { try await context.apply(manifest.object, as: manifest.endpoint) }
            }
            try await group.waitForAll()
        }
        let reach = doors.isEmpty ? "any namespace" : doors.joined(separator: ", ")
        return .done("quota (\(quota.summary)), limits and network policies applied; reached from \(reach)")
    }

    /// What the chart renders with the store's own values, which may ask for more than its size says.
    private func demands(of chart: Chart, _ context: StepContext) async throws -> [RenderedDemand] {
        let store = context.store
        guard !store.spec.overrides.isEmpty else { return [] }
        let command = HelmCommand.template(
            release: store.name.description, namespace: store.namespace, chart: chart.folder,
            values: try StoreValues.make(store))
        do {
            return try RenderedDemand.all(inManifest: try await context.services.helm.text(command))
        } catch HelmError.failed {
            // What Helm has to say of it stops the release, or is of a chart that stands in for the store's own.
            return []
        }
    }

    /// Whose pods may reach the store: those of the controller that serves the class its chart is given.
    private func ingressNamespaces(_ context: StepContext) async throws -> [String] {
        if let set = context.services.ingressNamespace { return [set] }
        var name: String?
        if case .string(let given)? = try StoreValues.make(context.store)["ingress", "className"] {
            name = given.isEmpty ? nil : given
        }
        return try await IngressController.namespaces(serving: name, context.client)
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
