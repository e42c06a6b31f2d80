internal import Domain
internal import Helm
internal import Kubernetes

/// Whether a revision's setup Job has begun to change the database in a way that the revision before it doesn't
/// know: from then on going back would put old programs on new data.
enum Migration {
    static func hasBegun(
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
            // Pods that are gone by now can't be asked.
            return job.succeeded > 0 || (job.failed > 0 && pods.isEmpty)
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
