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
    package static var cronJobs: Self { Self(group: "batch", plural: "cronjobs", kind: "CronJob") }
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
