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

struct LoadBalancer: Decodable {
    struct Entry: Decodable {
        var ip: String?
        var hostname: String?
    }
    var ingress: [Entry]?

    var addresses: [String] { ingress?.compactMap { $0.ip ?? $0.hostname } ?? [] }
}

/// An ingress class; `isDefault` as its annotation says.
package struct IngressClass: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .ingressClasses }

    package var metadata: ObjectMeta
    package var controller: String?

    package var isDefault: Bool {
        metadata.annotations["ingressclass.kubernetes.io/is-default-class"] == "true"
    }

    private enum Key: CodingKey { case metadata, spec }
    private struct Spec: Decodable { var controller: String? }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        controller = try container.decodeIfPresent(Spec.self, forKey: .spec)?.controller
    }
}

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
