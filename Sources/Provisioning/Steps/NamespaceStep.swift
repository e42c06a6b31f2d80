internal import Domain
internal import Kubernetes

/// Makes the store's namespace, or finds that it's the store's already. Somebody else's is left alone.
struct NamespaceStep: Step {
    let name = StepName.namespace

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        while true {
            if let found = try await context.namespace() {
                guard found.metadata.labels[Ownership.storeLabel] == context.store.id.description else {
                    throw ProvisioningError.namespaceNotOurs(context.store.namespace)
                }
                if found.isTerminating {
                    try await progress.say("waiting for the former \(context.store.namespace) to be gone")
                    try await context.beforeDeadline(
                        waitingFor: "the former \(context.store.namespace) to be gone"
                    ) {
                        try await context.untilGone(found, progress)
                    }
                    continue
                }
                try await refresh(found, context)
                try await context.takeRights()
                return .done("\(context.store.namespace) is there")
            }
            do {
                try await context.create(
                    .namespaces, NamespaceManifest.make(context.store, job: context.job.id))
                try await context.takeRights()
                return .done("\(context.store.namespace) made")
            } catch let error as KubernetesError where error.isAlreadyExists {
                // Made since it was looked for, perhaps by an earlier run of this very step: look again.
                continue
            }
        }
    }

    /// Brings labels and annotations up to date, as after taking up an archived store.
    private func refresh(_ found: Namespace, _ context: StepContext) async throws {
        let isCurrent =
            found.metadata.labels[Ownership.operation] == context.job.id.description
            && found.metadata.annotations[Ownership.archivedAnnotation] == nil
        guard !isCurrent else { return }
        var change: JSONValue = [:]
        change["metadata"] = try NamespaceManifest.make(context.store, job: context.job.id)["metadata"]
        change["metadata"]?["name"] = nil
        change["metadata"]?["annotations"]?[Ownership.archivedAnnotation] = .null
        try await context.patch(.namespaces, context.store.namespace, .merge(change))
    }
}

extension StepContext {
    /// Gets urumi its rights in the store's namespace, where it doesn't have them anyway.
    func takeRights() async throws {
        let access = OperatorAccess(
            client: client, binding: services.operatorBinding, clock: services.clock)
        try await access.establish(for: store)
    }
}
