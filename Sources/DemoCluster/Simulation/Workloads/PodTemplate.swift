import Kubernetes

/// Pods made from a workload's template.
enum PodTemplate {
    /// A pod for `owner`, named from `generateName` unless `name` is given.
    static func pod(
        _ template: JSONValue, owner: JSONValue, _ kind: ResourceKind, name: String? = nil,
        labels: [String: JSONValue] = [:]
    ) -> JSONValue {
        var metadata: JSONValue = ["ownerReferences": [owner.ownerReference(kind)]]
        if let name {
            metadata["name"] = .string(name)
        } else {
            metadata["generateName"] = .string(String(owner.name.prefix(57)) + "-")
        }
        metadata["namespace"] = owner.namespace.map { .string($0) }
        let own = template[path: "metadata", "labels"]?.object ?? [:]
        metadata["labels"] = .object(own.merging(labels) { $1 })
        for key in ["annotations", "finalizers"] { metadata[key] = template[path: "metadata", key] }
        return ["metadata": metadata, "spec": template["spec"] ?? [:]]
    }

    static func isActive(_ pod: JSONValue) -> Bool { !pod.isBeingDeleted && !isOver(pod) }

    static func isOver(_ pod: JSONValue) -> Bool {
        let phase = pod[path: "status", "phase"]?.string
        return phase == "Succeeded" || phase == "Failed"
    }

    static func isReady(_ pod: JSONValue) -> Bool { pod["status"]?.isTrue("Ready") ?? false }

    /// A number, or a percentage of `total`, as `maxSurge` and its like have it.
    static func resolve(_ value: JSONValue?, of total: Int, roundingUp: Bool, default fallback: String) -> Int
    {
        if let number = value?.integer { return number }
        let text = value?.string ?? fallback
        guard text.hasSuffix("%"), let percent = Int(text.dropLast()) else { return Int(text) ?? 0 }
        return roundingUp ? (percent * total + 99) / 100 : percent * total / 100
    }

    /// The first pods to delete: those not scheduled, then not running, then not ready, then the youngest.
    static func expendableFirst(_ pods: [JSONValue]) -> [JSONValue] {
        func rank(_ pod: JSONValue) -> Int {
            if pod[path: "spec", "nodeName"]?.string == nil { return 0 }
            if pod[path: "status", "phase"]?.string == "Pending" { return 1 }
            return isReady(pod) ? 3 : 2
        }
        return pods.sorted {
            let (left, right) = (rank($0), rank($1))
            if left != right { return left < right }
            return $0.resourceVersion > $1.resourceVersion
        }
    }
}
