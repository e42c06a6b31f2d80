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
        guard try await decision(context) == .uninstall else {
            if keepsData(context) { try await context.withTimeAnew().removeWorkloads(progress) }
            return .skipped("no release")
        }
        if keepsData(context) { try await checkClaims(context) }
        try await progress.say("helm uninstalls \(context.store.name)")
        try await context.uninstall()
        guard try await decision(context) == .settled else {
            throw ProvisioningError.releaseRemains(context.store.name.description)
        }
        if keepsData(context) { try await context.withTimeAnew().removeWorkloads(progress) }
        return .done("release uninstalled")
    }

    /// Whether the store may be made anew at any time, which mustn't meet what is left of this release.
    private func keepsData(_ context: StepContext) -> Bool {
        action == .undoCreate
            ? context.parameters.previousPhase == .archived : context.parameters.keepsData
    }

    /// - Throws: `ProvisioningError.dataNotKept` where Helm would take the volumes with the release.
    private func checkClaims(_ context: StepContext) async throws {
        let name = context.store.name.description
        let values = try await context.services.helm.values(of: name, in: context.store.namespace)
        if values["keepData"] == .bool(false) { throw ProvisioningError.dataNotKept(name) }
    }

    private func decision(_ context: StepContext) async throws -> ReleaseDecision {
        ReleaseDecision.to(
            action, newest: try await context.history().newest?.state, isResult: false, canGoBack: false)
    }
}
