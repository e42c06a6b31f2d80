/// A Deployment, as far as its rollout goes.
package struct Deployment: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .deployments }

    package var metadata: ObjectMeta
    package var replicas: ReplicaCounts
    package var observedGeneration: Int
    package var conditions: [Condition]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: WorkloadKey.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let spec = try container.decodeIfPresent(WorkloadSpec.self, forKey: .spec)
        let status = try container.decodeIfPresent(WorkloadStatus.self, forKey: .status)
        replicas = (status ?? WorkloadStatus()).counts(spec)
        observedGeneration = status?.observedGeneration ?? 0
        conditions = status?.conditions ?? []
    }

    /// Whether the newest specification runs everywhere and all its pods are available.
    package var isReady: Bool {
        observedGeneration >= metadata.generation ?? 0 && replicas.updated >= replicas.wanted
            && replicas.available >= replicas.wanted && replicas.current == replicas.updated
    }
}
