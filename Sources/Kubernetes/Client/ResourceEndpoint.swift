/// Where the API serves a kind: its group ("" for the core), version, plural name and scope.
package struct ResourceEndpoint: Sendable, Hashable {
    package let group: String
    package let version: String
    package let plural: String
    package let kind: String
    package let namespaced: Bool

    package init(
        group: String = "", version: String = "v1", plural: String, kind: String, namespaced: Bool = true
    ) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
        self.namespaced = namespaced
    }

    /// "v1" or "apps/v1", as in an object's `apiVersion`.
    package var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// The path below the server's URL, such as "/apis/apps/v1/namespaces/shop/deployments/web/scale".
    /// Segments are percent-encoded; without a namespace it spans all of them.
    package func path(namespace: String? = nil, name: String? = nil, subresource: String? = nil) -> String {
        var segments = group.isEmpty ? ["api", version] : ["apis", group, version]
        if namespaced, let namespace { segments += ["namespaces", namespace] }
        segments.append(plural)
        if let name { segments.append(name) }
        if let subresource { segments.append(subresource) }
        return segments.map { "/" + PercentEncoding.encode($0) }.joined()
    }
}

extension ResourceEndpoint {
    package static var namespaces: Self { Self(plural: "namespaces", kind: "Namespace", namespaced: false) }
    package static var nodes: Self { Self(plural: "nodes", kind: "Node", namespaced: false) }
    package static var pods: Self { Self(plural: "pods", kind: "Pod") }
    package static var services: Self { Self(plural: "services", kind: "Service") }
    package static var secrets: Self { Self(plural: "secrets", kind: "Secret") }
    package static var configMaps: Self { Self(plural: "configmaps", kind: "ConfigMap") }
    package static var events: Self { Self(plural: "events", kind: "Event") }
    package static var serviceAccounts: Self { Self(plural: "serviceaccounts", kind: "ServiceAccount") }
    package static var limitRanges: Self { Self(plural: "limitranges", kind: "LimitRange") }
    package static var resourceQuotas: Self { Self(plural: "resourcequotas", kind: "ResourceQuota") }
    package static var persistentVolumeClaims: Self {
        Self(plural: "persistentvolumeclaims", kind: "PersistentVolumeClaim")
    }
    package static var deployments: Self { Self(group: "apps", plural: "deployments", kind: "Deployment") }
    package static var replicaSets: Self { Self(group: "apps", plural: "replicasets", kind: "ReplicaSet") }
    package static var statefulSets: Self { Self(group: "apps", plural: "statefulsets", kind: "StatefulSet") }
    package static var jobs: Self { Self(group: "batch", plural: "jobs", kind: "Job") }
    package static var ingresses: Self {
        Self(group: "networking.k8s.io", plural: "ingresses", kind: "Ingress")
    }
    package static var ingressClasses: Self {
        Self(group: "networking.k8s.io", plural: "ingressclasses", kind: "IngressClass", namespaced: false)
    }
    package static var networkPolicies: Self {
        Self(group: "networking.k8s.io", plural: "networkpolicies", kind: "NetworkPolicy")
    }
    package static var storageClasses: Self {
        Self(group: "storage.k8s.io", plural: "storageclasses", kind: "StorageClass", namespaced: false)
    }
    package static var leases: Self { Self(group: "coordination.k8s.io", plural: "leases", kind: "Lease") }
}

/// Percent-encoding of path segments and query parts (RFC 3986, unreserved characters stay).
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        guard text.utf8.contains(where: { !isUnreserved($0) }) else { return text }
        var encoded = ""
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                encoded += byte < 16 ? "%0" : "%"
                encoded += String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    static func query(_ parameters: [(String, String)]) -> String {
        parameters.map { "\(encode($0.0))=\(encode($0.1))" }.joined(separator: "&")
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
