internal import Domain
internal import Foundation
internal import Kubernetes

/// What a store's workloads are by the API server's own word at this moment, with those pods alone that belong to
/// the present revision: a watch may lag behind what Helm has just done, and what is left of the revision before
/// says nothing of this one.
struct WorkloadsLook: Sendable {
    let pods: [PodSummary]
    let workloads: [WorkloadSummary]
    /// Pods of a StatefulSet's earlier revision that can't start. Its controller waits for them for good:
    /// somebody else has to remove them.
    let stuck: [ObjectMeta]

    static func read(_ client: KubernetesClient, in namespace: String) async throws -> WorkloadsLook {
        let options = ListOptions(Selection(labels: Ownership.storeLabel))
        async let pods = client.list(Pod.self, in: namespace, options).items
        async let deployments = client.list(Deployment.self, in: namespace, options).items
        async let sets = client.list(StatefulSet.self, in: namespace, options).items
        async let jobs = client.list(Kubernetes.Job.self, in: namespace, options).items
        async let replicaSets = replicaSets(client, in: namespace, options)
        return WorkloadsLook(
            pods: try await pods, deployments: try await deployments, sets: try await sets,
            jobs: try await jobs, replicaSets: try await replicaSets)
    }

    /// nil where they may not be read: then every pod of a Deployment counts.
    private static func replicaSets(
        _ client: KubernetesClient, in namespace: String, _ options: ListOptions
    ) async throws -> [ObjectMeta]? {
        do {
            return try await client.listMetadata(.replicaSets, in: namespace, options).items
        } catch KubernetesError.forbidden {
            return nil
        }
    }

    private init(
        pods: [Pod], deployments: [Deployment], sets: [StatefulSet], jobs: [Kubernetes.Job],
        replicaSets: [ObjectMeta]?
    ) {
        let current = Set(replicaSets.map { Self.newest($0, of: deployments) } ?? [])
            .union(jobs.map(\.metadata.uid))
        let settledSets = sets.filter { $0.observedGeneration >= $0.metadata.generation ?? 0 }
        let revisions = Dictionary(settledSets.map { ($0.metadata.uid, $0.updateRevision) }) { $1 }
        var present: [Pod] = []
        var stuck: [ObjectMeta] = []
        for pod in pods {
            guard let owner = pod.metadata.ownerReferences.first(where: { $0.controller == true }) else {
                continue
            }
            if owner.kind != "StatefulSet" {
                let isUnknown = owner.kind == "ReplicaSet" && replicaSets == nil
                if isUnknown || current.contains(owner.uid) { present.append(pod) }
            } else if let revision = revisions[owner.uid] {
                let its = pod.metadata.labels["controller-revision-hash"]
                let isOld = revision != nil && its != nil && its != revision
                // One of an earlier revision that runs is what serves until its owner wants it restarted.
                if isOld, pod.neverStarted { stuck.append(pod.metadata) } else { present.append(pod) }
            }
        }
        self.pods = present.map { PodSummary($0) }
        self.stuck = stuck
        let ownJobs = jobs.filter { !$0.metadata.ownerReferences.contains { $0.kind == "CronJob" } }
        workloads =
            deployments.map { WorkloadSummary($0) }
            + sets.map { WorkloadSummary($0) } + ownJobs.map { WorkloadSummary($0) }
    }

    /// The uids of the newest ReplicaSets of those Deployments whose controller has seen what is wanted.
    private static func newest(_ sets: [ObjectMeta], of deployments: [Deployment]) -> [String] {
        deployments.filter { $0.observedGeneration >= $0.metadata.generation ?? 0 }.compactMap { deployment in
            sets.filter { $0.ownerReferences.contains { $0.uid == deployment.metadata.uid } }
                .max { number($0) < number($1) }?.uid
        }
    }

    private static func number(_ set: ObjectMeta) -> Int {
        set.annotations["deployment.kubernetes.io/revision"].flatMap { Int($0) } ?? 0
    }
}

extension Pod {
    /// Whether it's stopped before any of its containers ever ran.
    fileprivate var neverStarted: Bool {
        guard !isTerminating else { return false }
        let condition = PodSummary(self).condition
        guard condition == .failing || condition == .pending else { return false }
        return (initContainerStatuses + containerStatuses).allSatisfy { status in
            if case .waiting = status.state {
                status.restartCount == 0 && status.lastState == nil
            } else {
                false
            }
        }
    }
}
