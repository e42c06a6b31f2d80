/// A Service: its type, addresses and ports.
package struct Service: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .services }

    /// A port that the Service offers.
    package struct Port: Sendable, Hashable, Decodable {
        package var name: String?
        package var port: Int
        package var nodePort: Int?
    }

    package var metadata: ObjectMeta
    /// "ClusterIP", "NodePort", "LoadBalancer" or "ExternalName".
    package var type: String
    package var clusterIP: String?
    package var ports: [Port]
    package var selector: [String: String]
    package var addresses: [String]

    private enum Key: CodingKey { case metadata, spec, status }
    private struct Spec: Decodable {
        var type: String?
        var clusterIP: String?
        var ports: [Port]?
        var selector: [String: String]?
    }
    private struct Status: Decodable { var loadBalancer: LoadBalancer? }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let spec = try container.decodeIfPresent(Spec.self, forKey: .spec)
        type = spec?.type ?? "ClusterIP"
        clusterIP = spec?.clusterIP
        ports = spec?.ports ?? []
        selector = spec?.selector ?? [:]
        addresses = try container.decodeIfPresent(Status.self, forKey: .status)?.loadBalancer?.addresses ?? []
    }
}
