import Kubernetes

/// How the lists and maps of the built-in kinds merge. Lists whose items are told apart by keys merge item
/// by item; everything unknown is atomic, as it is for a server.
struct ListSchema: Sendable {
    enum ListType: Sendable, Hashable {
        case atomic
        /// A list of single values without order.
        case set
        /// A list of objects told apart by these members.
        case map([String])
    }

    let kind: ResourceKind

    /// For server-side apply. `path` holds the names of the fields from the root, without list items.
    func applyType(_ path: [String]) -> ListType {
        switch strategicType(path) {
        case .map(["containerPort"]): .map(["containerPort", "protocol"])
        case .map(["port"]): .map(["port", "protocol"])
        case .map(["topologyKey"]): .map(["topologyKey", "whenUnsatisfiable"])
        case .map(["key"]): .atomic
        case let type: type
        }
    }

    /// For strategic merge patches.
    func strategicType(_ path: [String]) -> ListType {
        guard let field = path.last else { return .atomic }
        let parent = path.count > 1 ? path[path.count - 2] : ""
        switch (parent, field) {
        case ("metadata", "finalizers"): return .set
        case ("metadata", "ownerReferences"): return .map(["uid"])
        case (_, "containers"), (_, "initContainers"), (_, "ephemeralContainers"): return .map(["name"])
        case ("containers", _), ("initContainers", _), ("ephemeralContainers", _):
            return Self.containerLists[field].map { .map([$0]) } ?? .atomic
        case ("spec", "volumes"), ("spec", "imagePullSecrets"), ("spec", "schedulingGates"):
            return .map(["name"])
        case ("spec", "hostAliases"): return .map(["ip"])
        case ("spec", "topologySpreadConstraints"): return .map(["topologyKey"])
        case ("spec", "ports") where kind == .service: return .map(["port"])
        case ("spec", "taints") where kind == .node: return .map(["key"])
        case ("status", "addresses") where kind == .node: return .map(["type"])
        case ("status", "conditions"): return .map(["type"])
        case ("status", "podIPs"): return .map(["ip"])
        case ("", "secrets") where kind == .serviceAccount: return .map(["name"])
        case ("", "imagePullSecrets") where kind == .serviceAccount: return .map(["name"])
        default: return .atomic
        }
    }

    private static let containerLists = [
        "ports": "containerPort", "env": "name", "volumeMounts": "mountPath", "volumeDevices": "devicePath",
    ]

    /// Whether a map is owned and replaced as a whole under server-side apply.
    func isAtomicMap(_ path: [String]) -> Bool {
        guard let field = path.last else { return false }
        switch field {
        case "selector", "labelSelector", "podSelector", "namespaceSelector", "nodeSelector", "roleRef",
            "fieldRef", "secretKeyRef", "configMapKeyRef", "resourceFieldRef", "nodeSelectorTerms":
            return path.first != "metadata" && path.first != "data"
        default: return false
        }
    }

    /// The values by which an item of a keyed list is known; a port without a protocol is TCP.
    static func identity(of item: JSONValue, keys: [String]) -> JSONValue? {
        var identity: [String: JSONValue] = [:]
        for key in keys {
            if let value = item[key], value != .null {
                identity[key] = value
            } else if key == "protocol" {
                identity[key] = "TCP"
            } else {
                return nil
            }
        }
        return .object(identity)
    }
}
