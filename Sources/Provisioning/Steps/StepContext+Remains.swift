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

    /// Returns once the release's workloads and all of their pods are gone.
    /// - Throws: `ProvisioningError.deadline` when that takes too long.
    func untilWorkloadsGone(_ progress: StepProgress) async throws {
        try await until(progress) {
            async let workloads = [
                labelled(.deployments), labelled(.statefulSets), labelled(.jobs),
            ]
            // One that nobody controls is somebody's own.
            async let pods = labelled(.pods).filter { !$0.meta.ownerReferences.isEmpty }
            return try await (workloads.flatMap { $0 } + pods).map(\.name)
        }
    }

    private struct Remnant: Sendable {
        let name: String
        let meta: ObjectMeta
    }

    private func labelled(_ endpoint: ResourceEndpoint) async throws -> [Remnant] {
        let selection = Selection(labels: "\(Ownership.storeLabel)=\(store.id)")
        do {
            return try await client.listMetadata(endpoint, in: store.namespace, ListOptions(selection)).items
                .map { Remnant(name: "\(endpoint.kind) \($0.name)", meta: $0) }
        } catch KubernetesError.forbidden {
            return []
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
