/// A StatefulSet, as far as its rollout goes.
package struct StatefulSet: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .statefulSets }

    package var metadata: ObjectMeta
    package var replicas: ReplicaCounts
    package var observedGeneration: Int
    package var currentRevision: String?
    package var updateRevision: String?
    package var conditions: [Condition]

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: WorkloadKey.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let spec = try container.decodeIfPresent(WorkloadSpec.self, forKey: .spec)
        let status = try container.decodeIfPresent(WorkloadStatus.self, forKey: .status)
        replicas = (status ?? WorkloadStatus()).counts(spec)
        observedGeneration = status?.observedGeneration ?? 0
        currentRevision = status?.currentRevision
        updateRevision = status?.updateRevision
        conditions = status?.conditions ?? []
    }

    /// Whether the newest specification runs in all its pods and they're ready.
    package var isReady: Bool {
        observedGeneration >= metadata.generation ?? 0 && replicas.ready >= replicas.wanted
            && (currentRevision == updateRevision || replicas.updated >= replicas.wanted)
    }
}
