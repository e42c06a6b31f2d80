/// Where a load balancer is reached, as the status of an Ingress or a Service tells it.
struct LoadBalancer: Decodable {
    struct Entry: Decodable {
        var ip: String?
        var hostname: String?
    }
    var ingress: [Entry]?

    var addresses: [String] { ingress?.compactMap { $0.ip ?? $0.hostname } ?? [] }
}
