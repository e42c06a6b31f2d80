internal import Domain
internal import Kubernetes

/// Removes the volumes, or keeps them and ends the job there.
struct DataStep: Step {
    let name = StepName.data

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        guard let namespace = try await context.namespace(),
            namespace.metadata.labels[Ownership.storeLabel] == context.store.id.description
        else { return .skipped("there's no namespace of this store") }
        if context.job.parameters.keepsData {
            guard !namespace.isTerminating else { return .skipped("the namespace is being deleted already") }
            try await context.patch(
                .namespaces, context.store.namespace,
                .merge(["metadata": ["annotations": [Ownership.archivedAnnotation: "true"]]]))
            return .archived
        }
        // The claims go with the namespace; naming them here shows in the job what was lost.
        let claims = try await context.volumeClaims()
        return .done(claims.isEmpty ? "no volumes" : "volumes given up: " + claims.joined(separator: ", "))
    }
}
