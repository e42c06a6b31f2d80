internal import Kubernetes

/// What a cluster shows of what stores need; nil for what can't be seen.
struct ClusterFacts: Sendable {
    /// A class of ingress or storage.
    struct Class: Sendable, Hashable {
        var name: String
        var isDefault: Bool
    }

    /// The ingress controller's pods.
    struct Controller: Sendable, Hashable {
        var namespace: String
        var readyPods: Int
        var pods: Int
    }

    /// A node's list of images, which ends at 50 of them unless the node is told otherwise.
    struct NodeImages: Sendable, Hashable {
        var node: String
        var names: [String]
        var isComplete: Bool
    }

    /// Who answers where shoppers come in.
    struct Door: Sendable, Hashable {
        enum Answer: Sendable, Hashable { case http(Int), open, closed(String) }

        /// Where the stores answer.
        struct Ports: Sendable, Hashable {
            var http = 80
            var https = 443

            init() {}

            /// - Parameter port: where the stores answer by the scheme that they use; nil is its own port.
            init(publicPort port: Int?, hasIssuer: Bool) {
                if let port { if hasIssuer { https = port } else { http = port } }
            }
        }

        var address: String
        var ports = Ports()
        var http: Answer
        var https: Answer
    }

    var version: ServerVersion?
    var ingressClasses: [Class]?
    var controller: Controller?
    var storageClasses: [Class]?
    var images: [NodeImages]?
    var door: Door?
    /// Namespaces of urumi whose store isn't recorded.
    var unrecorded: [String]?
    /// Whether it's the demo's, which plays everything.
    var isDemo = false
    /// Whether its API server is on this machine.
    var isHere = true
}

/// How names are led to the stores.
struct NameFacts: Sendable {
    var baseDomain: String
    var hasIssuer: Bool
    var helperIsInstalled: Bool
    /// Where a name leads that nobody has set up; nil when that wasn't asked.
    var wildcard: [String]?
}
