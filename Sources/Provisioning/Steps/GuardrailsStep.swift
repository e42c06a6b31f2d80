internal import Domain
internal import Kubernetes

/// Applies the quota, the limits and the network policies of a store's namespace.
struct GuardrailsStep: Step {
    let name = StepName.guardrails

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        var ingressNamespace = context.services.ingressNamespace
        if ingressNamespace == nil {
            ingressNamespace = try await IngressController.namespace(context.client)
        }
        let manifests = Guardrails.manifests(context.store, ingressNamespace: ingressNamespace)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for manifest in manifests {
                group.addTask { try await context.apply(manifest.object, as: manifest.endpoint) }
            }
            try await group.waitForAll()
        }
        return .done("quota, limits and \(manifests.count - 2) network policies applied")
    }
}
