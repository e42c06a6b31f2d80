import Foundation
import Kubernetes

enum EventType: String, Sendable {
    case normal = "Normal"
    case warning = "Warning"
}

extension ControlPlane {
    /// Records an event about an object. The same event again counts up instead of standing there twice.
    func record(
        _ type: EventType, _ reason: String, _ message: String, about object: JSONValue, _ kind: ResourceKind,
        by component: String, host: String? = nil, field: String? = nil
    ) {
        let namespace = object.namespace ?? "default"
        let hash = StableHash.of(object.uid, type.rawValue, reason, message, component, field ?? "")
        let key = ObjectKey(.event, namespace: namespace, name: "\(object.name).\(String(hash, radix: 16))")
        if store.get(key) != nil {
            try? change(key) { event in
                event["count"] = JSONValue(count: (event["count"]?.integer ?? 1) + 1)
                event["lastTimestamp"] = timestamp
            }
            return
        }
        var about: JSONValue = [
            "apiVersion": .string(kind.apiVersion), "kind": .string(kind.kind), "name": .string(object.name),
            "uid": .string(object.uid), "resourceVersion": .string(String(object.resourceVersion)),
        ]
        about["namespace"] = object.namespace.map { .string($0) }
        about["fieldPath"] = field.map { .string($0) }
        var source: JSONValue = ["component": .string(component)]
        source["host"] = host.map { .string($0) }
        let event: JSONValue = [
            "metadata": ["name": .string(key.name), "namespace": .string(namespace)],
            "involvedObject": about, "type": .string(type.rawValue), "reason": .string(reason),
            "message": .string(message), "source": source, "firstTimestamp": timestamp,
            "lastTimestamp": timestamp, "count": 1, "eventTime": nil,
            "reportingComponent": .string(component), "reportingInstance": .string(host ?? ""),
        ]
        // A namespace that is going or gone takes no more events.
        _ = try? store.create(.event, namespace: namespace, event)
    }
}
