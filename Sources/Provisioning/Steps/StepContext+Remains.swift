internal import Domain
internal import Foundation
internal import Kubernetes

/// What Kubernetes is still removing after Helm's part is done. Whatever Helm changes of an object that is being
/// deleted goes with it, although Helm reports a success.
extension StepContext {
    /// Returns once nothing of the release is being deleted any more.
    /// - Throws: `ProvisioningError.deadline` when that takes too long.
    func untilNothingEnds(_ progress: StepProgress) async throws {
        try await until(progress) {
            async let deployments = labelled(.deployments)
            async let sets = labelled(.statefulSets)
            async let jobs = labelled(.jobs)
            async let others = [
                labelled(.services), labelled(.configMaps), labelled(.ingresses),
            ]
            let serving = try await deployments + sets
            var found = try await serving + jobs + others.flatMap { $0 }
            // A claim in use ends no sooner than what uses it, which would be waited for in vain.
            if serving.isEmpty { found += try await labelled(.persistentVolumeClaims) }
            return found.filter { $0.meta.deletionTimestamp != nil }.map(\.name)
        }
    }

    /// Deletes what workloads of the release are left, and returns once they and all of their pods are gone. Helm takes
    /// away what its newest revision names: one that was never finished may not name all that is there.
    /// - Throws: `ProvisioningError.deadline` when that takes too long.
    func removeWorkloads(_ progress: StepProgress) async throws {
        let release = store.name.description
        try await until(progress) {
            async let workloads = [
                labelled(.deployments), labelled(.statefulSets), labelled(.jobs), labelled(.cronJobs),
            ]
            // One that nobody controls is somebody's own.
            async let pods = labelled(.pods).filter { !$0.meta.ownerReferences.isEmpty }
            let left = try await workloads.flatMap { $0 }
                .filter { $0.meta.annotations[Ownership.helmReleaseAnnotation] == release }
            for each in left where each.meta.deletionTimestamp == nil { try await delete(each) }
            return try await (left + pods).map(\.name)
        }
    }

    private func delete(_ remnant: Remnant) async throws {
        do {
            try await client.delete(
                remnant.endpoint, remnant.meta.name, in: store.namespace,
                options: DeleteOptions(uid: remnant.meta.uid, propagation: .background))
        } catch let error as KubernetesError where error.isNotFound || error.isConflict {
            // Gone, or another one by now; what is there is looked at next.
        }
    }

    private struct Remnant: Sendable {
        let endpoint: ResourceEndpoint
        let meta: ObjectMeta
        var name: String { "\(endpoint.kind) \(meta.name)" }
    }

    private func labelled(_ endpoint: ResourceEndpoint) async throws -> [Remnant] {
        let selection = Selection(labels: "\(Ownership.storeLabel)=\(store.id)")
        do {
            return try await client.listMetadata(endpoint, in: store.namespace, ListOptions(selection)).items
                .map { Remnant(endpoint: endpoint, meta: $0) }
        } catch KubernetesError.forbidden {
            return []
        } catch let error as KubernetesError where error.isNotFound {
            return []  // A server that doesn't know the kind has none of it.
        }
    }

    private func until(
        _ progress: StepProgress, remaining: () async throws -> [String]
    ) async throws {
        while true {
            let names = try await remaining().sorted()
            guard let first = names.first else { return }
            let others = names.count > 1 ? " and \(names.count - 1) more" : ""
            try await progress.say("waiting for \(first)\(others) to be gone")
            guard services.now() < deadline else {
                throw ProvisioningError.deadline(
                    waitingFor: "\(first)\(others) to be gone", seconds: job.parameters.timeoutSeconds)
            }
            try await services.clock.sleep(for: .seconds(1))
        }
    }
}
