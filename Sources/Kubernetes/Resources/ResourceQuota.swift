/// A namespace's limits and what is used of them, by resource name ("limits.cpu", "pods").
package struct ResourceQuota: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .resourceQuotas }

    package var metadata: ObjectMeta
    package var hard: [String: Quantity]
    package var used: [String: Quantity]

    private enum Key: CodingKey { case metadata, spec, status }
    private struct Amounts: Decodable {
        var hard: [String: Quantity]?
        var used: [String: Quantity]?
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let spec = try container.decodeIfPresent(Amounts.self, forKey: .spec)
        let status = try container.decodeIfPresent(Amounts.self, forKey: .status)
        hard = status?.hard ?? spec?.hard ?? [:]
        used = status?.used ?? [:]
    }
}
