import Kubernetes

/// The `autoscaling/v1` Scale of a workload.
enum Scale {
    static func of(_ object: JSONValue) -> JSONValue {
        var metadata: JSONValue = [
            "name": .string(object.name), "uid": .string(object.uid),
            "resourceVersion": .string(String(object.resourceVersion)),
        ]
        metadata["namespace"] = object.namespace.map { .string($0) }
        metadata["creationTimestamp"] = object[path: "metadata", "creationTimestamp"]
        let labels = object[path: "spec", "selector", "matchLabels"]?.object ?? [:]
        let selector = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.string ?? "")" }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
            "spec": ["replicas": object[path: "spec", "replicas"] ?? 0],
            "status": [
                "replicas": object[path: "status", "replicas"] ?? 0,
                "selector": .string(selector.joined(separator: ",")),
            ],
        ]
    }
}
