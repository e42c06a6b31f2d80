internal import Domain
internal import Kubernetes

/// Deletes the namespace, by its UID, and waits until it's gone. One that isn't the store's is left alone.
struct NamespaceRemovalStep: Step {
    let name = StepName.namespace
    /// How long it's waited for in one go; then the job gives way to others for a while.
    private static let patience: Duration = .seconds(60)

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        guard let found = try await context.namespace() else {
            return .skipped("\(context.store.namespace) is gone already")
        }
        guard found.metadata.labels[Ownership.storeLabel] == context.store.id.description else {
            return .skipped("\(context.store.namespace) isn't this store's; it was left alone")
        }
        if !found.isTerminating {
            do {
                try await context.client.delete(
                    .namespaces, found.metadata.name, options: DeleteOptions(uid: found.metadata.uid))
            } catch let error as KubernetesError where error.isNotFound || error.isConflict {
                // Gone, or another one by now; what is there is looked at next.
            }
        }
        try await progress.say("\(context.store.namespace) is ending")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await context.untilGone(found, progress) }
            group.addTask {
                try await context.services.clock.sleep(for: Self.patience)
                let message = try await context.namespace()?.endMessage ?? ""
                throw ProvisioningError.namespaceEnding(found.metadata.name, message: message)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
        return .done("\(context.store.namespace) is gone")
    }
}
