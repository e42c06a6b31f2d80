/// What is wanted of a store. It also stands as JSON in an annotation of its namespace, so that a lost
/// database can be rebuilt from the cluster; it therefore never holds a secret.
package struct StoreSpec: Hashable, Sendable, Codable {
    package var engine: Engine
    package var size: StoreSize
    /// Host names it answers to, the first one being the one shown.
    package var hosts: [String]
    /// SHA-256 of the chart, in hexadecimal, as it was when the action was accepted.
    package var chartDigest: String
    package var chartVersion: String
    /// `K=V` assignments of chart values as the user typed them, later ones winning.
    package var overrides: [String]
    /// The ingress class asked for; nil leaves it to the cluster's default.
    package var ingressClass: String?
    /// The cert-manager ClusterIssuer; nil serves plain http.
    package var tlsIssuer: String?
    /// The storage class asked for; nil leaves it to the cluster's default.
    package var storageClass: String?

    package init(
        engine: Engine, size: StoreSize = .small, hosts: [String], chartDigest: String, chartVersion: String,
        overrides: [String] = [], ingressClass: String? = nil, tlsIssuer: String? = nil,
        storageClass: String? = nil
    ) {
        self.engine = engine
        self.size = size
        self.hosts = hosts
        self.chartDigest = chartDigest
        self.chartVersion = chartVersion
        self.overrides = overrides
        self.ingressClass = ingressClass
        self.tlsIssuer = tlsIssuer
        self.storageClass = storageClass
    }
}
