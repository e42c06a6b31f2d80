import Kubernetes

/// What a new cluster has before anyone uses it: namespaces, nodes, classes, DNS and an ingress controller.
enum InitialObjects {
    static let nodes = ["demo-1", "demo-2", "demo-3"]

    /// Creates what is missing of it.
    static func create(in store: ObjectStore) {
        for name in ["default", "kube-system", "kube-public", "kube-node-lease", "traefik"] {
            put(
                .namespace, nil,
                ["metadata": ["name": .string(name)], "spec": ["finalizers": ["kubernetes"]]], store,
                status: ["phase": "Active"])
        }
        for (index, name) in nodes.enumerated() {
            put(.node, nil, node(name), store, status: nodeStatus(name, index))
        }
        put(.service, "default", kubernetesService, store)
        put(.storageClass, nil, storageClass, store)
        put(.ingressClass, nil, ingressClass, store)
        put(
            .deployment, "kube-system",
            deployment("coredns", image: "coredns/coredns:1.13.1", label: ("k8s-app", "kube-dns")), store)
        put(
            .deployment, "traefik",
            deployment("traefik", image: "traefik:v3.7.1", label: ("app.kubernetes.io/name", "traefik")),
            store)
        put(.service, "traefik", traefikService, store)
    }

    private static func put(
        _ kind: ResourceKind, _ namespace: String?, _ object: JSONValue, _ store: ObjectStore,
        status: JSONValue? = nil
    ) {
        let key = ObjectKey(kind, namespace: namespace, name: object.name)
        guard store.get(key) == nil, (try? store.create(kind, namespace: namespace, object)) != nil,
            let status
        else { return }
        _ = try? store.mutate(key, subresource: "status") { (object) throws(APIFailure) in
            object["status"] = status
        }
    }

    private static func node(_ name: String) -> JSONValue {
        [
            "metadata": [
                "name": .string(name),
                "labels": [
                    "kubernetes.io/hostname": .string(name), "kubernetes.io/os": "linux",
                    "kubernetes.io/arch": "amd64", "urumi.dev/demo": "true",
                ],
            ],
            "spec": ["podCIDR": "10.244.0.0/16", "providerID": .string("demo://\(name)")],
        ]
    }

    private static func nodeStatus(_ name: String, _ index: Int) -> JSONValue {
        let resources: JSONValue = [
            "cpu": "64", "memory": "256Gi", "pods": "2500", "ephemeral-storage": "2Ti",
        ]
        var status: JSONValue = [
            "capacity": resources, "allocatable": resources,
            "addresses": [
                ["type": "InternalIP", "address": .string("172.18.0.\(index + 2)")],
                ["type": "Hostname", "address": .string(name)],
            ],
            "daemonEndpoints": ["kubeletEndpoint": ["Port": 10250]],
            "nodeInfo": [
                "architecture": "amd64", "operatingSystem": "linux", "kubeletVersion": "v1.34.0",
                "kubeProxyVersion": "v1.34.0", "osImage": "urumi demo", "kernelVersion": "6.12.0-demo",
                "containerRuntimeVersion": "containerd://2.1.4", "machineID": .string(name),
                "systemUUID": .string(name), "bootID": .string(name),
            ],
        ]
        let conditions: [(String, Bool, String, String)] = [
            (
                "MemoryPressure", false, "KubeletHasSufficientMemory",
                "kubelet has sufficient memory available"
            ),
            ("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            ("PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            ("Ready", true, "KubeletReady", "kubelet is posting ready status"),
        ]
        for (type, value, reason, message) in conditions {
            status.setCondition(type, value, reason: reason, message: message, at: "2026-01-01T00:00:00Z")
        }
        return status
    }

    private static let storageClass: JSONValue = [
        "metadata": [
            "name": "standard", "annotations": ["storageclass.kubernetes.io/is-default-class": "true"],
        ],
        "provisioner": "rancher.io/local-path", "reclaimPolicy": "Delete",
        "volumeBindingMode": "WaitForFirstConsumer", "allowVolumeExpansion": false,
    ]

    private static let ingressClass: JSONValue = [
        "metadata": [
            "name": "traefik", "annotations": ["ingressclass.kubernetes.io/is-default-class": "true"],
        ],
        "spec": ["controller": "traefik.io/ingress-controller"],
    ]

    private static let kubernetesService: JSONValue = [
        "metadata": ["name": "kubernetes", "labels": ["component": "apiserver", "provider": "kubernetes"]],
        "spec": [
            "clusterIP": "10.96.0.1",
            "ports": [["name": "https", "port": 443, "targetPort": 6443, "protocol": "TCP"]],
        ],
    ]

    private static let traefikService: JSONValue = [
        "metadata": ["name": "traefik", "labels": ["app.kubernetes.io/name": "traefik"]],
        "spec": [
            "type": "LoadBalancer", "selector": ["app.kubernetes.io/name": "traefik"],
            "ports": [
                ["name": "web", "port": 80, "targetPort": 8000, "protocol": "TCP"],
                ["name": "websecure", "port": 443, "targetPort": 8443, "protocol": "TCP"],
            ],
        ],
    ]

    private static func deployment(_ name: String, image: String, label: (String, String)) -> JSONValue {
        let labels: JSONValue = .object([label.0: .string(label.1)])
        return [
            "metadata": ["name": .string(name), "labels": labels],
            "spec": [
                "replicas": 1, "selector": ["matchLabels": labels],
                "template": [
                    "metadata": ["labels": labels],
                    "spec": [
                        "containers": [
                            [
                                "name": .string(name), "image": .string(image),
                                "resources": ["requests": ["cpu": "100m", "memory": "64Mi"]],
                            ]
                        ]
                    ],
                ],
            ],
        ]
    }
}
