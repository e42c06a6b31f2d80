/// A namespace: its phase, and what holds up its end.
package struct Namespace: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .namespaces }

    package var metadata: ObjectMeta
    /// "Active" or "Terminating".
    package var phase: String
    /// While terminating, these tell what holds up the end.
    package var conditions: [Condition]

    package init(metadata: ObjectMeta, phase: String = "Active", conditions: [Condition] = []) {
        self.metadata = metadata
        self.phase = phase
        self.conditions = conditions
    }

    private enum Key: CodingKey { case metadata, status }
    private struct Status: Decodable {
        var phase: String?
        var conditions: [Condition]?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let status = try container.decodeIfPresent(Status.self, forKey: .status)
        self.init(
            metadata: try container.decode(ObjectMeta.self, forKey: .metadata),
            phase: status?.phase ?? "Active",
            conditions: status?.conditions ?? [])
    }

    package var isTerminating: Bool { phase == "Terminating" || metadata.deletionTimestamp != nil }
}
