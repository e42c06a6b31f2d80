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

enum WorkloadKey: CodingKey { case metadata, spec, status }

struct WorkloadSpec: Decodable {
    var replicas: Int?
    var serviceName: String?
}

struct WorkloadStatus: Decodable {
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
            wanted: (spec?.replicas ?? 1).clampedCount, current: (replicas ?? 0).clampedCount,
            ready: (readyReplicas ?? 0).clampedCount, updated: (updatedReplicas ?? 0).clampedCount,
            available: (availableReplicas ?? 0).clampedCount)
    }
}
