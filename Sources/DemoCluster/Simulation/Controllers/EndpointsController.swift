import Foundation
import Kubernetes

/// Lists the addresses behind each Service, as Endpoints and as an EndpointSlice.
struct EndpointsController: Controller {
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .service: change.operation == .deleted ? [] : [change.key]
        case .pod:
            plane.list(.service, in: change.key.namespace).filter { service in
                guard let selector = service[path: "spec", "selector"]?.object, !selector.isEmpty else {
                    return false
                }
                let selects = LabelSelector(equalTo: selector)
                return selects.matches(change.object.labels)
                    || change.previous.map { selects.matches($0.labels) } ?? false
            }.map { ObjectKey(.service, $0) }
        default: []
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let service = plane.store.get(key), !service.isBeingDeleted,
            let selector = service[path: "spec", "selector"]?.object, !selector.isEmpty
        else { return nil }
        let matching = LabelSelector(equalTo: selector)
        let pods = plane.list(.pod, in: key.namespace).filter {
            matching.matches($0.labels) && PodTemplate.isActive($0) && $0[path: "status", "podIP"] != nil
        }.sorted { $0.name < $1.name }
        try writeEndpoints(service, pods, plane)
        try writeSlice(service, pods, plane)
        return nil
    }

    private func writeEndpoints(_ service: JSONValue, _ pods: [JSONValue], _ plane: ControlPlane)
        throws(APIFailure)
    {
        let unreadyToo = service[path: "spec", "publishNotReadyAddresses"]?.bool ?? false
        var subset: JSONValue = [:]
        for (field, isReady) in [("addresses", true), ("notReadyAddresses", false)] {
            let chosen = pods.filter { (PodTemplate.isReady($0) || unreadyToo) == isReady }
            guard !chosen.isEmpty else { continue }
            subset[field] = .array(
                chosen.map { pod in
                    [
                        "ip": pod[path: "status", "podIP"] ?? "",
                        "nodeName": pod[path: "spec", "nodeName"] ?? "",
                        "targetRef": target(pod),
                    ]
                })
        }
        let list = ports(service, pods.first)
        if !list.isEmpty { subset["ports"] = .array(list) }
        let subsets: JSONValue? = pods.isEmpty ? nil : [subset]
        let key = ObjectKey(.endpoints, service)
        if plane.store.get(key) == nil {
            var endpoints: JSONValue = [
                "metadata": ["name": .string(service.name), "labels": labels(service, headless: true)]
            ]
            endpoints["subsets"] = subsets
            try plane.store.create(.endpoints, namespace: service.namespace, endpoints)
        } else {
            try plane.change(key) { $0["subsets"] = subsets }
        }
    }

    private func writeSlice(_ service: JSONValue, _ pods: [JSONValue], _ plane: ControlPlane)
        throws(APIFailure)
    {
        let addresses: [JSONValue] = pods.map { pod in
            let ready = PodTemplate.isReady(pod)
            return [
                "addresses": [pod[path: "status", "podIP"] ?? ""], "targetRef": target(pod),
                "nodeName": pod[path: "spec", "nodeName"] ?? "",
                "conditions": ["ready": .bool(ready), "serving": .bool(ready), "terminating": false],
            ]
        }
        let list = JSONValue.array(ports(service, pods.first))
        if let known = plane.owned(.endpointSlice, by: service).first {
            return try plane.change(ObjectKey(.endpointSlice, known)) {
                $0["endpoints"] = .array(addresses)
                $0["ports"] = list
            }
        }
        var all = labels(service, headless: true)
        all["kubernetes.io/service-name"] = .string(service.name)
        all["endpointslice.kubernetes.io/managed-by"] = "endpointslice-controller.k8s.io"
        try plane.store.create(
            .endpointSlice, namespace: service.namespace,
            [
                "metadata": [
                    "generateName": .string(service.name + "-"), "labels": all,
                    "ownerReferences": [service.ownerReference(.service)],
                ],
                "addressType": "IPv4", "endpoints": .array(addresses), "ports": list,
            ])
    }

    private func labels(_ service: JSONValue, headless: Bool) -> JSONValue {
        var labels = service.labels
        if service[path: "spec", "clusterIP"]?.string == "None" {
            labels["service.kubernetes.io/headless"] = ""
        }
        return .object(labels)
    }

    private func target(_ pod: JSONValue) -> JSONValue {
        [
            "kind": "Pod", "namespace": .string(pod.namespace ?? ""), "name": .string(pod.name),
            "uid": .string(pod.uid),
        ]
    }

    private func ports(_ service: JSONValue, _ pod: JSONValue?) -> [JSONValue] {
        (service[path: "spec", "ports"]?.array ?? []).map { port in
            var entry: JSONValue = [
                "port": number(port, pod) ?? port["port"] ?? 0, "protocol": port["protocol"] ?? "TCP",
            ]
            entry["name"] = port["name"]
            return entry
        }
    }

    private func number(_ port: JSONValue, _ pod: JSONValue?) -> JSONValue? {
        guard let name = port["targetPort"]?.string else { return port["targetPort"] }
        for container in pod?[path: "spec", "containers"]?.array ?? [] {
            for open in container["ports"]?.array ?? [] where open["name"]?.string == name {
                return open["containerPort"]
            }
        }
        return nil
    }
}
