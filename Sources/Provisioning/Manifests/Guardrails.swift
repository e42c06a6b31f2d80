internal import Domain
internal import Kubernetes

/// What a store may not outgrow or reach: its ResourceQuota, LimitRange and NetworkPolicies.
enum Guardrails {
    /// An object and where the API has its kind.
    struct Manifest: Sendable {
        var endpoint: ResourceEndpoint
        var object: JSONValue
    }

    static let quotaName = "urumi-quota"

    /// - Parameter ingressNamespaces: whose pods may reach the store's web pods; none lets those of any.
    static func manifests(_ store: Store, quota: StoreQuota, ingressNamespaces: [String]) -> [Manifest] {
        let hard = quota.hard.mapValues { JSONValue.string($0) }
        return [
            Manifest(
                endpoint: .resourceQuotas,
                object: object("v1", "ResourceQuota", quotaName, store, ["hard": .object(hard)])),
            Manifest(endpoint: .limitRanges, object: limits(store)),
        ]
            + policies(store, ingressNamespaces: ingressNamespaces).map {
                Manifest(endpoint: .networkPolicies, object: $0)
            }
    }

    /// What a container gets that names no limits, or the quota would refuse it.
    static let standardResources = [
        "cpu": (limit: "500m", request: "50m"), "memory": (limit: "256Mi", request: "64Mi"),
    ]

    private static func limits(_ store: Store) -> JSONValue {
        object(
            "v1", "LimitRange", "urumi-limits", store,
            [
                "limits": [
                    [
                        "type": "Container",
                        "default": .object(standardResources.mapValues { .string($0.limit) }),
                        "defaultRequest": .object(standardResources.mapValues { .string($0.request) }),
                        // Below what cert-manager's solver asks for.
                        "min": ["cpu": "5m", "memory": "8Mi"],
                    ]
                ]
            ])
    }

    private static func policies(_ store: Store, ingressNamespaces: [String]) -> [JSONValue] {
        let selectors = ingressNamespaces.isEmpty ? [[:]] : ingressNamespaces.map { namespace($0) }
        let ingressPeers = selectors.map { JSONValue.object(["namespaceSelector": $0]) }
        // Whatever is near: other pods, the nodes, the API server, the clouds' metadata services.
        let privateRanges: JSONValue = [
            "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        ]
        return [
            policy(store, "urumi-default-deny", ["podSelector": [:], "policyTypes": ["Ingress", "Egress"]]),
            policy(
                store, "urumi-within-store",
                [
                    "podSelector": [:], "policyTypes": ["Ingress", "Egress"],
                    "ingress": [["from": [["podSelector": [:]]]]],
                    "egress": [["to": [["podSelector": [:]]]]],
                ]),
            policy(
                store, "urumi-dns",
                [
                    "podSelector": [:], "policyTypes": ["Egress"],
                    "egress": [
                        [
                            "to": [
                                [
                                    "namespaceSelector": namespace("kube-system"),
                                    "podSelector": ["matchLabels": ["k8s-app": "kube-dns"]],
                                ]
                            ],
                            "ports": [["protocol": "UDP", "port": 53], ["protocol": "TCP", "port": 53]],
                        ]
                    ],
                ]),
            policy(
                store, "urumi-from-ingress",
                [
                    "podSelector": [
                        "matchExpressions": [
                            [
                                "key": "app.kubernetes.io/component", "operator": "In",
                                "values": ["wordpress", "storefront", "backend"],
                            ]
                        ]
                    ],
                    "policyTypes": ["Ingress"],
                    "ingress": [
                        ["from": .array(ingressPeers), "ports": [["protocol": "TCP", "port": "http"]]]
                    ],
                ]),
            policy(
                store, "urumi-to-internet",
                [
                    "podSelector": [:], "policyTypes": ["Egress"],
                    "egress": [
                        [
                            "to": [["ipBlock": ["cidr": "0.0.0.0/0", "except": privateRanges]]],
                            "ports": [
                                ["protocol": "TCP", "port": 443], ["protocol": "TCP", "port": 587],
                                ["protocol": "TCP", "port": 465],
                            ],
                        ]
                    ],
                ]),
            policy(
                store, "urumi-acme-solver",
                [
                    "podSelector": ["matchLabels": ["acme.cert-manager.io/http01-solver": "true"]],
                    "policyTypes": ["Ingress"],
                    "ingress": [["ports": [["protocol": "TCP", "port": 8089]]]],
                ]),
        ]
    }

    private static func namespace(_ name: String) -> JSONValue {
        ["matchLabels": ["kubernetes.io/metadata.name": .string(name)]]
    }

    private static func policy(_ store: Store, _ name: String, _ spec: JSONValue) -> JSONValue {
        object("networking.k8s.io/v1", "NetworkPolicy", name, store, spec)
    }

    private static func object(
        _ apiVersion: String, _ kind: String, _ name: String, _ store: Store, _ spec: JSONValue
    ) -> JSONValue {
        [
            "apiVersion": .string(apiVersion), "kind": .string(kind),
            "metadata": [
                "name": .string(name), "namespace": .string(store.namespace),
                "labels": .object(StoreLabels.common(store)),
            ],
            "spec": spec,
        ]
    }
}
