package import Domain
package import Kubernetes

/// What the cluster says of a store's objects.
package struct StoreDescriptions: Sendable {
    private let client: KubernetesClient

    package init(client: KubernetesClient) { self.client = client }

    /// That of one pod.
    package func description(ofPod name: String, in namespace: String) async throws -> ObjectDescription {
        ObjectDescription(try await client.get(Pod.self, name, in: namespace))
    }

    /// Those in a namespace: workloads, pods, volumes, and how they're reached.
    package func descriptions(in namespace: String) async throws -> [ObjectDescription] {
        async let deployments = client.list(Deployment.self, in: namespace)
        async let sets = client.list(StatefulSet.self, in: namespace)
        async let jobs = client.list(Kubernetes.Job.self, in: namespace)
        async let pods = client.list(Pod.self, in: namespace)
        async let volumes = client.list(PersistentVolumeClaim.self, in: namespace)
        async let ingresses = client.list(Ingress.self, in: namespace)
        var found = try await deployments.items.map { ObjectDescription($0) }
        found += try await sets.items.map { ObjectDescription($0) }
        found += try await jobs.items.map { ObjectDescription($0) }
        found += try await pods.items.map { ObjectDescription($0) }
        found += try await volumes.items.map { ObjectDescription($0) }
        return found + (try await ingresses.items.map { ObjectDescription($0) })
    }
}

extension ObjectDescription {
    fileprivate init(_ deployment: Deployment) {
        self.init(
            "Deployment/\(deployment.metadata.name)",
            [Self.replicas(deployment.replicas, isReady: deployment.isReady)]
                + deployment.conditions.map { Fact($0) })
    }

    fileprivate init(_ set: StatefulSet) {
        self.init(
            "StatefulSet/\(set.metadata.name)",
            [Self.replicas(set.replicas, isReady: set.isReady)] + set.conditions.map { Fact($0) })
    }

    fileprivate init(_ job: Kubernetes.Job) {
        let counts =
            "\(job.succeeded) succeeded, \(job.active) active, \(job.failed) of \(job.backoffLimit) failed"
        self.init(
            "Job/\(job.metadata.name)",
            [Fact("Pods", counts, job.hasFailed ? .bad : job.isComplete ? .good : .plain)]
                + job.conditions.map { Fact($0) })
    }

    fileprivate init(_ claim: PersistentVolumeClaim) {
        self.init(
            "PersistentVolumeClaim/\(claim.metadata.name)",
            [
                Fact(
                    "Phase", claim.phase,
                    claim.phase == "Bound" ? .good : claim.phase == "Lost" ? .bad : .plain),
                Fact("Capacity", (claim.capacity ?? claim.requested).map { "\($0)" } ?? "?"),
                Fact("Class", claim.storageClass ?? "the cluster's default"),
                Fact("Volume", claim.volumeName ?? "none yet"),
            ])
    }

    fileprivate init(_ ingress: Ingress) {
        self.init(
            "Ingress/\(ingress.metadata.name)",
            [
                Fact("Class", ingress.ingressClass ?? "the cluster's default"),
                Fact("Hosts", ingress.hosts.joined(separator: ", ")),
                Fact("TLS", ingress.tlsHosts.isEmpty ? "none" : ingress.tlsHosts.joined(separator: ", ")),
                Fact(
                    "Address",
                    ingress.addresses.isEmpty ? "none yet" : ingress.addresses.joined(separator: ", ")),
            ])
    }

    private static func replicas(_ counts: ReplicaCounts, isReady: Bool) -> Fact {
        Fact(
            "Replicas",
            "\(counts.ready) ready and \(counts.updated) up to date of \(counts.wanted) wanted",
            isReady ? .good : .plain)
    }
}
