/// A machine of the cluster.
package struct Node: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .nodes }

    /// An address and its type: "InternalIP", "ExternalIP" or "Hostname".
    package struct Address: Sendable, Hashable, Decodable {
        package var type: String
        package var address: String
    }

    package var metadata: ObjectMeta
    package var conditions: [Condition]
    package var addresses: [Address]
    package var kubeletVersion: String?
    package var allocatable: [String: Quantity]

    private enum Key: CodingKey { case metadata, status }
    private struct Status: Decodable {
        struct Info: Decodable { var kubeletVersion: String? }
        var conditions: [Condition]?
        var addresses: [Address]?
        var nodeInfo: Info?
        var allocatable: [String: Quantity]?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let status = try container.decodeIfPresent(Status.self, forKey: .status)
        conditions = status?.conditions ?? []
        addresses = status?.addresses ?? []
        kubeletVersion = status?.nodeInfo?.kubeletVersion
        allocatable = status?.allocatable ?? [:]
    }

    package var isReady: Bool { conditions["Ready"]?.isTrue ?? false }
}
