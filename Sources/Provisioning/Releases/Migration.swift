internal import Domain
internal import Helm
internal import Kubernetes

/// Whether a revision's setup Job has begun to change the database in a way that the revision before it doesn't
/// know: from then on going back would put old programs on new data.
enum Migration {
    /// The revision of this upgrade whose setup has begun, which is remembered; nil where none has.
    static func begun(in history: ReleaseHistory, _ context: StepContext) async throws -> Int? {
        guard context.job.kind == .upgrade, let base = context.parameters.baseRevision else { return nil }
        if let known = context.parameters.migratedRevision, known > base { return known }
        for made in history.revisions
        where made.revision > base && made.operation == context.job.id.description {
            guard try await hasBegun(in: made.revision, since: base, context) else { continue }
            try await context.notes.note { $0.migratedRevision = made.revision }
            return made.revision
        }
        return nil
    }

    private static func hasBegun(
        in revision: Int, since base: Int, _ context: StepContext
    ) async throws -> Bool {
        let (name, namespace) = (context.store.name.description, context.store.namespace)
        let helm = context.services.helm
        guard
            let setup = try await helm.manifest(of: name, in: namespace, revision: revision).setupJob
        else { return false }
        if base > 0, let before = try? await helm.manifest(of: name, in: namespace, revision: base).setupJob,
            before.schema == setup.schema
        {
            return false
        }
        let pods = try await context.client.list(
            Pod.self, in: namespace, ListOptions(Selection(labels: Ownership.storeLabel))
        ).items.filter { pod in
            pod.metadata.ownerReferences.contains { $0.kind == "Job" && $0.name == setup.name }
        }
        if pods.contains(where: { $0.containerStatuses.contains(where: \.hasStarted) }) { return true }
        do {
            let job = try await context.client.get(Kubernetes.Job.self, setup.name, in: namespace)
            // A failed pod that is gone, or tells nothing of its containers, may have got anywhere.
            let innocent = pods.count { $0.phase == "Failed" && !$0.containerStatuses.isEmpty }
            return job.succeeded > 0 || job.failed > innocent
        } catch let error as KubernetesError where error.isNotFound {
            return false
        }
    }
}

extension ContainerStatus {
    fileprivate var hasStarted: Bool {
        if restartCount > 0 || lastState != nil { return true }
        if case .waiting = state { return false }
        return true
    }
}
