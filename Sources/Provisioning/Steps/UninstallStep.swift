internal import Domain
internal import Helm
internal import Kubernetes

/// Takes the Helm release away and checks that no record of it is left.
struct UninstallStep: Step {
    let name = StepName.release

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        guard let namespace = try await context.namespace() else { return .skipped("there's no namespace") }
        guard namespace.metadata.labels[Ownership.storeLabel] == context.store.id.description else {
            return .skipped("the namespace isn't this store's")
        }
        try await context.waitForOrphanedHelm(progress)
        let history = try await ReleaseHistory.read(context.client, context.store)
        guard ReleaseDecision.toRemove(newest: history.newest?.state) == .uninstall else {
            return .skipped("no release")
        }
        try await progress.say("helm uninstalls \(context.store.name)")
        try await context.helm(
            .uninstall(
                release: context.store.name.description, namespace: context.store.namespace, wait: false,
                timeout: .seconds(120)))
        guard try await ReleaseHistory.read(context.client, context.store).newest == nil else {
            throw ProvisioningError.releaseRemains(context.store.name.description)
        }
        return .done("release uninstalled")
    }
}
