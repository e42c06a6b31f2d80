internal import Domain

/// What the cluster shows of one store, as JSON and YAML show it beside what is recorded; the field names are
/// those of the REST API.
package struct StoreSightDocument: Codable, Sendable {
    /// Something that is so, isn't, or isn't known: `yes`, `no` or `unknown`, and why.
    struct Condition: Codable, Sendable {
        var type: String
        var status: String
        var reason: String
        var message: String?
    }

    struct Workload: Codable, Sendable {
        var kind: String
        var name: String
        var ready: Int
        var wanted: Int
        /// Whether nothing is left to wait for.
        var isReady: Bool
        var failure: String?

        enum CodingKeys: String, CodingKey {
            case kind, name, ready, wanted
            case isReady = "is_ready"
            case failure
        }
    }

    struct Volume: Codable, Sendable {
        var name: String
        /// Kubernetes' word, such as `Bound`.
        var phase: String
        /// Absent until bound.
        var capacity: String?
    }

    struct Quota: Codable, Sendable {
        var resource: String
        var used: String
        var hard: String
        var fraction: Double
    }

    var conditions: [Condition]
    /// The lists are absent where the cluster couldn't be seen.
    var workloads: [Workload]?
    var volumes: [Volume]?
    var quota: [Quota]?

    /// - Parameters:
    ///   - isSeen: whether the cluster could be seen; then nil stands for a namespace that isn't there.
    init(_ store: Store, _ observation: StoreObservation?, isSeen: Bool) {
        conditions = [
            Self.ready(store.status), Self.healthy(store.status.phase, observation),
            Self.namespace(observation, isSeen: isSeen),
        ]
        guard isSeen else { return }
        let seen = observation
        workloads = (seen?.workloads ?? []).map {
            Workload(
                kind: $0.kind.rawValue, name: $0.name, ready: $0.ready, wanted: $0.wanted,
                isReady: $0.isReady, failure: $0.failure)
        }
        volumes = (seen?.volumes ?? []).map {
            Volume(name: $0.name, phase: $0.phase, capacity: $0.capacity.isEmpty ? nil : $0.capacity)
        }
        quota = (seen?.quota ?? []).map {
            Quota(
                resource: $0.resource, used: $0.used, hard: $0.hard,
                fraction: ($0.fraction * 1_000).rounded() / 1_000)
        }
    }

    private static func ready(_ status: StoreStatus) -> Condition {
        Condition(
            type: "ready", status: status.phase == .ready ? "yes" : "no", reason: status.phase.rawValue,
            message: status.lastError)
    }

    private static func healthy(_ phase: StorePhase, _ seen: StoreObservation?) -> Condition {
        let health = seen?.health(phase: phase) ?? .unknown
        let status =
            switch health {
            case .healthy: "yes"
            case .progressing, .degraded: "no"
            case .unknown: "unknown"
            }
        return Condition(type: "healthy", status: status, reason: health.rawValue, message: seen?.problem)
    }

    private static func namespace(_ seen: StoreObservation?, isSeen: Bool) -> Condition {
        switch seen?.namespaceState {
        case .active: Condition(type: "namespace", status: "yes", reason: "active")
        case .terminating(let message):
            Condition(
                type: "namespace", status: "no", reason: "terminating",
                message: message.isEmpty ? nil : message)
        case nil:
            Condition(
                type: "namespace", status: isSeen ? "no" : "unknown", reason: isSeen ? "missing" : "unseen")
        }
    }
}
