/// The kinds that the demo cluster knows.
extension ResourceKind {
    package static let namespace = ResourceKind(
        "Namespace", plural: "namespaces", shortNames: ["ns"], namespaced: false, hasStatus: true)
    package static let node = ResourceKind(
        "Node", plural: "nodes", shortNames: ["no"], namespaced: false, hasStatus: true)
    package static let pod = ResourceKind(
        "Pod", plural: "pods", shortNames: ["po"], categories: ["all"], hasStatus: true, hasGeneration: true)
    package static let service = ResourceKind(
        "Service", plural: "services", shortNames: ["svc"], categories: ["all"], hasStatus: true)
    package static let endpoints = ResourceKind("Endpoints", plural: "endpoints", shortNames: ["ep"])
    package static let secret = ResourceKind("Secret", plural: "secrets")
    package static let configMap = ResourceKind("ConfigMap", plural: "configmaps", shortNames: ["cm"])
    package static let resourceQuota = ResourceKind(
        "ResourceQuota", plural: "resourcequotas", shortNames: ["quota"], hasStatus: true)
    package static let limitRange = ResourceKind("LimitRange", plural: "limitranges", shortNames: ["limits"])
    package static let serviceAccount = ResourceKind(
        "ServiceAccount", plural: "serviceaccounts", shortNames: ["sa"])
    package static let persistentVolumeClaim = ResourceKind(
        "PersistentVolumeClaim", plural: "persistentvolumeclaims", shortNames: ["pvc"], hasStatus: true)
    package static let persistentVolume = ResourceKind(
        "PersistentVolume", plural: "persistentvolumes", shortNames: ["pv"], namespaced: false,
        hasStatus: true)
    package static let event = ResourceKind("Event", plural: "events", shortNames: ["ev"])
    package static let replicationController = ResourceKind(
        "ReplicationController", plural: "replicationcontrollers", shortNames: ["rc"], categories: ["all"],
        hasStatus: true, hasScale: true, hasGeneration: true)

    package static let deployment = ResourceKind(
        "Deployment", group: "apps", plural: "deployments", shortNames: ["deploy"], categories: ["all"],
        hasStatus: true, hasScale: true, hasGeneration: true)
    package static let replicaSet = ResourceKind(
        "ReplicaSet", group: "apps", plural: "replicasets", shortNames: ["rs"], categories: ["all"],
        hasStatus: true, hasScale: true, hasGeneration: true)
    package static let statefulSet = ResourceKind(
        "StatefulSet", group: "apps", plural: "statefulsets", shortNames: ["sts"], categories: ["all"],
        hasStatus: true, hasScale: true, hasGeneration: true)
    package static let daemonSet = ResourceKind(
        "DaemonSet", group: "apps", plural: "daemonsets", shortNames: ["ds"], categories: ["all"],
        hasStatus: true, hasGeneration: true)
    package static let controllerRevision = ResourceKind(
        "ControllerRevision", group: "apps", plural: "controllerrevisions")
    package static let job = ResourceKind(
        "Job", group: "batch", plural: "jobs", categories: ["all"], hasStatus: true, hasGeneration: true)
    package static let cronJob = ResourceKind(
        "CronJob", group: "batch", plural: "cronjobs", shortNames: ["cj"], categories: ["all"],
        hasStatus: true, hasGeneration: true)
    package static let horizontalPodAutoscaler = ResourceKind(
        "HorizontalPodAutoscaler", group: "autoscaling", version: "v2", plural: "horizontalpodautoscalers",
        shortNames: ["hpa"], categories: ["all"], hasStatus: true)
    package static let podDisruptionBudget = ResourceKind(
        "PodDisruptionBudget", group: "policy", plural: "poddisruptionbudgets", shortNames: ["pdb"],
        hasStatus: true, hasGeneration: true)

    package static let ingress = ResourceKind(
        "Ingress", group: "networking.k8s.io", plural: "ingresses", shortNames: ["ing"], hasStatus: true,
        hasGeneration: true)
    package static let ingressClass = ResourceKind(
        "IngressClass", group: "networking.k8s.io", plural: "ingressclasses", namespaced: false,
        hasGeneration: true)
    package static let networkPolicy = ResourceKind(
        "NetworkPolicy", group: "networking.k8s.io", plural: "networkpolicies", shortNames: ["netpol"],
        hasGeneration: true)
    package static let endpointSlice = ResourceKind(
        "EndpointSlice", group: "discovery.k8s.io", plural: "endpointslices", hasGeneration: true)

    package static let storageClass = ResourceKind(
        "StorageClass", group: "storage.k8s.io", plural: "storageclasses", shortNames: ["sc"],
        namespaced: false)
    package static let lease = ResourceKind("Lease", group: "coordination.k8s.io", plural: "leases")
    package static let priorityClass = ResourceKind(
        "PriorityClass", group: "scheduling.k8s.io", plural: "priorityclasses", shortNames: ["pc"],
        namespaced: false, hasGeneration: true)
    package static let role = ResourceKind("Role", group: rbac, plural: "roles")
    package static let roleBinding = ResourceKind("RoleBinding", group: rbac, plural: "rolebindings")
    package static let clusterRole = ResourceKind(
        "ClusterRole", group: rbac, plural: "clusterroles", namespaced: false)
    package static let clusterRoleBinding = ResourceKind(
        "ClusterRoleBinding", group: rbac, plural: "clusterrolebindings", namespaced: false)

    /// Every kind, in the order in which discovery names them.
    package static let all: [ResourceKind] = [
        configMap, endpoints, event, limitRange, namespace, node, persistentVolumeClaim, persistentVolume,
        pod, replicationController, resourceQuota, secret, serviceAccount, service,
        controllerRevision, daemonSet, deployment, replicaSet, statefulSet,
        horizontalPodAutoscaler, cronJob, job, lease, endpointSlice,
        ingressClass, ingress, networkPolicy, podDisruptionBudget,
        clusterRoleBinding, clusterRole, roleBinding, role, priorityClass, storageClass,
    ]

    /// The kinds that live in a namespace and so end with it.
    package static let allNamespaced = all.filter(\.namespaced)

    /// The kind an object names by its `apiVersion` and `kind`, if the cluster knows it.
    package static func named(_ kind: String, apiVersion: String) -> ResourceKind? {
        all.first { $0.kind == kind && $0.apiVersion == apiVersion }
    }

    private static let rbac = "rbac.authorization.k8s.io"
}
