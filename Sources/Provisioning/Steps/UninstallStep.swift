internal import Domain
internal import Helm
internal import Kubernetes

/// Takes the Helm release away and checks that no record of it is left.
struct UninstallStep: Step {
    let name = StepName.release
    var action = ReleaseAction.delete

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        guard let namespace = try await context.namespace() else { return .skipped("there's no namespace") }
        guard namespace.metadata.labels[Ownership.storeLabel] == context.store.id.description else {
            return .skipped("the namespace isn't this store's")
        }
        try await context.waitForOrphanedHelm(progress)
        guard try await decision(context) == .uninstall else { return .skipped("no release") }
        try await progress.say("helm uninstalls \(context.store.name)")
        try await context.uninstall()
        guard try await decision(context) == .settled else {
            throw ProvisioningError.releaseRemains(context.store.name.description)
        }
        return .done("release uninstalled")
    }

    private func decision(_ context: StepContext) async throws -> ReleaseDecision {
        ReleaseDecision.to(
            action, newest: try await context.history().newest?.state, isResult: false, canGoBack: false)
    }
}
