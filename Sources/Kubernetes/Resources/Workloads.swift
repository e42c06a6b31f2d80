/// How many of a workload's pods are wanted and how many are there.
package struct ReplicaCounts: Sendable, Hashable {
    package var wanted: Int
    package var current: Int
    package var ready: Int
    package var updated: Int
    package var available: Int

    package init(wanted: Int = 1, current: Int = 0, ready: Int = 0, updated: Int = 0, available: Int = 0) {
        self.wanted = wanted
        self.current = current
        self.ready = ready
        self.updated = updated
        self.available = available
    }
}

private enum WorkloadKey: CodingKey { case metadata, spec, status }

private struct WorkloadSpec: Decodable {
    var replicas: Int?
    var serviceName: String?
}

private struct WorkloadStatus: Decodable {
    var observedGeneration: Int?
    var replicas: Int?
    var readyReplicas: Int?
    var updatedReplicas: Int?
    var availableReplicas: Int?
    var currentRevision: String?
    var updateRevision: String?
    var conditions: [Condition]?

    func counts(_ spec: WorkloadSpec?) -> ReplicaCounts {
        ReplicaCounts(
            wanted: spec?.replicas ?? 1, current: replicas ?? 0, ready: readyReplicas ?? 0,
            updated: updatedReplicas ?? 0, available: availableReplicas ?? 0)
    }
}

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
