/// An Ingress: who serves it, for which hosts, and where it's reached.
package struct Ingress: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .ingresses }

    package var metadata: ObjectMeta
    package var ingressClass: String?
    package var hosts: [String]
    package var tlsHosts: [String]
    /// The load balancer's IP addresses or host names.
    package var addresses: [String]

    private enum Key: CodingKey { case metadata, spec, status }
    private struct Spec: Decodable {
        struct Rule: Decodable { var host: String? }
        struct TLS: Decodable { var hosts: [String]? }
        var ingressClassName: String?
        var rules: [Rule]?
        var tls: [TLS]?
    }
    private struct Status: Decodable { var loadBalancer: LoadBalancer? }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        let spec = try container.decodeIfPresent(Spec.self, forKey: .spec)
        ingressClass = spec?.ingressClassName ?? metadata.annotations["kubernetes.io/ingress.class"]
        hosts = spec?.rules?.compactMap(\.host) ?? []
        tlsHosts = spec?.tls?.flatMap { $0.hosts ?? [] } ?? []
        addresses = try container.decodeIfPresent(Status.self, forKey: .status)?.loadBalancer?.addresses ?? []
    }
}
