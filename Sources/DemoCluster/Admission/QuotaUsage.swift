import Kubernetes

/// Which pods a ResourceQuota counts.
struct QuotaScopes: Sendable {
    let names: Set<String>

    init(_ quota: JSONValue) {
        let plain = quota[path: "spec", "scopes"]?.array?.compactMap(\.string) ?? []
        let expressions = quota[path: "spec", "scopeSelector", "matchExpressions"]?.array ?? []
        names = Set(plain + expressions.compactMap { $0["scopeName"]?.string })
    }

    func count(_ pod: JSONValue) -> Bool {
        names.allSatisfy { scope in
            switch scope {
            case "BestEffort": PodResources.isBestEffort(pod)
            case "NotBestEffort": !PodResources.isBestEffort(pod)
            case "Terminating": pod[path: "spec", "activeDeadlineSeconds"] != nil
            case "NotTerminating": pod[path: "spec", "activeDeadlineSeconds"] == nil
            default: false
            }
        }
    }
}

/// What objects use of the resources that a ResourceQuota names.
enum QuotaUsage {
    private static let counted: [String: ResourceKind] = [
        "services": .service, "configmaps": .configMap, "secrets": .secret, "resourcequotas": .resourceQuota,
        "persistentvolumeclaims": .persistentVolumeClaim, "replicationcontrollers": .replicationController,
    ]
    static let computed = ["cpu", "memory", "ephemeral-storage"]

    /// The kind whose objects use a resource, such as pods for `requests.cpu`.
    static func kind(of resource: String) -> ResourceKind? {
        if let kind = counted[resource] { return kind }
        if resource.hasPrefix("count/") {
            return ResourceKind.all.first { $0.resourceName == resource.dropFirst(6) && $0.namespaced }
        }
        if resource == "requests.storage" || resource.contains(".storageclass.storage.k8s.io/") {
            return .persistentVolumeClaim
        }
        if resource.hasPrefix("services.") { return .service }
        if resource == "pods" || podSide(of: resource) != nil { return .pod }
        return nil
    }

    /// What all objects of the namespace use of a resource.
    static func used(
        _ resource: String, in namespace: String, _ view: StoreView, _ scopes: QuotaScopes
    ) -> ResourceAmount {
        guard let kind = kind(of: resource) else { return .zero }
        return view.list(kind, namespace: namespace).reduce(.zero) { sum, object in
            guard kind != .pod || scopes.count(object) else { return sum }
            return sum + amount(resource, of: object, kind)
        }
    }

    /// What one object uses of a resource.
    static func amount(_ resource: String, of object: JSONValue, _ kind: ResourceKind) -> ResourceAmount {
        let one = ResourceAmount(count: 1)
        if resource.hasPrefix("count/") { return one }
        if kind == .pod {
            guard !PodTemplate.isOver(object) else { return .zero }
            if resource == "pods" { return one }
            guard let (side, name) = podSide(of: resource) else { return .zero }
            let amounts =
                side == "limits" ? PodResources.limits(of: object) : PodResources.requests(of: object)
            return amounts[name] ?? .zero
        }
        if kind == .persistentVolumeClaim, resource != "persistentvolumeclaims" {
            let parts = resource.split(separator: ".storageclass.storage.k8s.io/", maxSplits: 1)
            if parts.count == 2, object[path: "spec", "storageClassName"]?.string ?? "" != parts[0] {
                return .zero
            }
            if resource.hasSuffix("/persistentvolumeclaims") { return one }
            return ResourceAmount(object[path: "spec", "resources", "requests", "storage"]) ?? .zero
        }
        if resource == "services.loadbalancers" {
            return object[path: "spec", "type"]?.string == "LoadBalancer" ? one : .zero
        }
        if resource == "services.nodeports" {
            let type = object[path: "spec", "type"]?.string
            let ports = object[path: "spec", "ports"]?.array?.count ?? 0
            return type == "NodePort" || type == "LoadBalancer" ? ResourceAmount(count: ports) : .zero
        }
        return one
    }

    /// Whether a resource is about requests or limits, and of what.
    static func podSide(of resource: String) -> (side: String, name: String)? {
        if computed.contains(resource) { return ("requests", resource) }
        for side in ["requests", "limits"] where resource.hasPrefix(side + ".") {
            let name = String(resource.dropFirst(side.count + 1))
            return name == "storage" ? nil : (side, name)
        }
        return nil
    }
}
