internal import Domain
internal import Kubernetes

/// Takes away what a cancelled create has made: all of it, or, of a store that was archived before, all but what
/// had been kept.
struct UndoCreateStep: Step {
    let name = StepName.undo

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let release = try await UninstallStep(action: .undoCreate).run(context, progress)
        _ = try await HostsStep.run(context.store.spec.hosts, with: context.services.hosts, removing: true)
        guard context.parameters.previousPhase == .archived else {
            let namespace = try await NamespaceRemovalStep().run(context, progress)
            return .done("\(release.detail); \(namespace.detail)")
        }
        try await context.with(context.parameters.previousSpec).describeStore(
            operation: nil, isArchived: true)
        return .done("\(release.detail); the volumes and credentials stay")
    }
}
