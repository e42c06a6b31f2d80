/// What the watches say of one store, at one moment.
package struct StoreObservation: Hashable, Sendable {
    package enum NamespaceState: Hashable, Sendable {
        case active
        /// Being deleted; the message says what holds it up, empty when nothing is known to.
        case terminating(message: String)
    }

    package let namespace: String
    /// From the namespace's label; nil where it isn't ours.
    package var storeID: StoreID?
    /// Whether the namespace tells of a store, but has no label that says which.
    package var hasLostLabel = false
    package var namespaceState: NamespaceState
    package var pods: [PodSummary]
    package var workloads: [WorkloadSummary]
    /// What the release consists of and isn't there, such as `Deployment shop-wordpress`.
    package var missing: [String]
    package var volumes: [VolumeSummary]
    package var quota: [QuotaUsage]
    package var hosts: [String]

    package init(
        namespace: String, storeID: StoreID?, namespaceState: NamespaceState = .active,
        pods: [PodSummary] = [], workloads: [WorkloadSummary] = [], missing: [String] = [],
        volumes: [VolumeSummary] = [], quota: [QuotaUsage] = [], hosts: [String] = []
    ) {
        self.namespace = namespace
        self.storeID = storeID
        self.namespaceState = namespaceState
        self.pods = pods
        self.workloads = workloads
        self.missing = missing
        self.volumes = volumes
        self.quota = quota
        self.hosts = hosts
    }
}

/// A PersistentVolumeClaim of a store.
package struct VolumeSummary: Hashable, Sendable {
    package var name: String
    /// Kubernetes' phase: `Pending`, `Bound` or `Lost`.
    package var phase: String
    /// Such as `5Gi`; empty until bound.
    package var capacity: String

    package init(name: String, phase: String, capacity: String) {
        self.name = name
        self.phase = phase
        self.capacity = capacity
    }
}

/// One line of a store's ResourceQuota, in Kubernetes' own notation.
package struct QuotaUsage: Hashable, Sendable {
    /// Such as `limits.memory`.
    package var resource: String
    package var used: String
    package var hard: String
    /// `used` over `hard`, from 0 up.
    package var fraction: Double

    package init(resource: String, used: String, hard: String, fraction: Double) {
        self.resource = resource
        self.used = used
        self.hard = hard
        self.fraction = fraction
    }
}
