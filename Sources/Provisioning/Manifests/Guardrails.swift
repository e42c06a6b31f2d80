internal import Domain
internal import Kubernetes

/// What a store may not outgrow or reach: its ResourceQuota, LimitRange and NetworkPolicies.
enum Guardrails {
    /// An object and where the API has its kind.
    struct Manifest: Sendable {
        var endpoint: ResourceEndpoint
        var object: JSONValue
    }

    static func manifests(_ store: Store, ingressNamespace: String?) -> [Manifest] {
        [
            Manifest(endpoint: .resourceQuotas, object: quota(store)),
            Manifest(endpoint: .limitRanges, object: limits(store)),
        ]
            + policies(store, ingressNamespace: ingressNamespace).map {
                Manifest(endpoint: .networkPolicies, object: $0)
            }
    }

    private static func quota(_ store: Store) -> JSONValue {
        let hard = StoreQuota(store.spec.size).hard.mapValues { JSONValue.string($0) }
        return object(
            "v1", "ResourceQuota", "urumi-quota", store,
            ["hard": .object(hard)])
    }

    /// Containers that name no limits get these, or the quota would refuse them.
    private static func limits(_ store: Store) -> JSONValue {
        object(
            "v1", "LimitRange", "urumi-limits", store,
            [
                "limits": [
                    [
                        "type": "Container",
                        "default": ["cpu": "500m", "memory": "256Mi"],
                        "defaultRequest": ["cpu": "50m", "memory": "64Mi"],
                    ]
                ]
            ])
    }

    private static func policies(_ store: Store, ingressNamespace: String?) -> [JSONValue] {
        let ingressPeer: JSONValue =
            ingressNamespace.map {
                ["namespaceSelector": ["matchLabels": ["kubernetes.io/metadata.name": .string($0)]]]
            } ?? ["namespaceSelector": [:]]
        let privateRanges: JSONValue = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"]
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
                                    "namespaceSelector": [:],
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
                    "ingress": [["from": [ingressPeer]]],
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
