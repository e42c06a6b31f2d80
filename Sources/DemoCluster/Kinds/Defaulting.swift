import Foundation
import Kubernetes

/// The defaults that the server writes into objects. Filling in twice changes nothing.
enum Defaulting {
    static func fill(_ kind: ResourceKind, _ object: inout JSONValue) {
        switch kind {
        case .pod: pod(&object)
        case .deployment, .replicaSet, .statefulSet, .daemonSet, .replicationController, .job, .cronJob:
            workload(kind, &object)
        case .service: service(&object)
        case .secret: secret(&object)
        case .namespace: namespace(&object)
        case .persistentVolumeClaim:
            object.fill("spec", [:])
            object.edit("spec") { $0.fill("volumeMode", "Filesystem") }
            object.fill("status", ["phase": "Pending"])
        case .persistentVolume:
            object.edit("spec") {
                $0.fill("volumeMode", "Filesystem")
                $0.fill("persistentVolumeReclaimPolicy", "Retain")
            }
            object.fill("status", ["phase": "Pending"])
        case .networkPolicy:
            object.edit("spec") { spec in
                let types: JSONValue = spec["egress"] == nil ? ["Ingress"] : ["Ingress", "Egress"]
                spec.fill("policyTypes", types)
            }
        case .ingress:
            object.fill("status", ["loadBalancer": [:]])
        case .horizontalPodAutoscaler:
            object.edit("spec") { $0.fill("minReplicas", 1) }
        case .storageClass:
            object.fill("reclaimPolicy", "Delete")
            object.fill("volumeBindingMode", "Immediate")
        case .limitRange:
            object.edit("spec") { $0.editItems("limits", limits) }
        default: break
        }
        if kind.hasStatus { object.fill("status", [:]) }
    }

    /// A container's default limit stands for a missing default request, and max for both.
    private static func limits(_ item: inout JSONValue) {
        guard item["type"] == "Container" else { return }
        let defaults = (item["max"]?.object ?? [:]).merging(item["default"]?.object ?? [:]) { $1 }
        guard !defaults.isEmpty else { return }
        item["default"] = .object(defaults)
        let requests = defaults.merging(item["min"]?.object ?? [:]) { $1 }
            .merging(item["default"]?.object ?? [:]) { $1 }
            .merging(item["defaultRequest"]?.object ?? [:]) { $1 }
        item["defaultRequest"] = .object(requests)
    }

    private static func service(_ object: inout JSONValue) {
        object.fill("spec", [:])
        object.edit("spec") { spec in
            spec.fill("type", "ClusterIP")
            spec.fill("sessionAffinity", "None")
            spec.editItems("ports") { port in
                port.fill("protocol", "TCP")
                if let number = port["port"] { port.fill("targetPort", number) }
            }
            let type = spec["type"]?.string
            guard type != "ExternalName" else { return }
            spec.fill("internalTrafficPolicy", "Cluster")
            spec.fill("ipFamilies", ["IPv4"])
            spec.fill("ipFamilyPolicy", "SingleStack")
            if type == "NodePort" || type == "LoadBalancer" { spec.fill("externalTrafficPolicy", "Cluster") }
            if type == "LoadBalancer" { spec.fill("allocateLoadBalancerNodePorts", true) }
        }
        object.fill("status", ["loadBalancer": [:]])
    }

    private static func secret(_ object: inout JSONValue) {
        object.fill("type", "Opaque")
        guard let plain = object["stringData"]?.object else { return }
        var data = object["data"] ?? .object([:])
        for (key, value) in plain {
            data[key] = .string(Data((value.string ?? "").utf8).base64EncodedString())
        }
        object["data"] = data
        object["stringData"] = nil
    }

    private static func namespace(_ object: inout JSONValue) {
        if !object.isBeingDeleted {
            object.fill("spec", [:])
            object.edit("spec") { $0.fill("finalizers", ["kubernetes"]) }
        }
        object.fill("status", [:])
        object.edit("status") { $0.fill("phase", "Active") }
        var labels = object[path: "metadata", "labels"] ?? .object([:])
        labels["kubernetes.io/metadata.name"] = .string(object.name)
        object.setMetadata("labels", labels)
    }
}
