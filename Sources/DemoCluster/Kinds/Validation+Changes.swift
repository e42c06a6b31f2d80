import Kubernetes

/// What may not change once an object exists.
extension Validation {
    mutating func checkChange(_ kind: ResourceKind, _ object: JSONValue, from previous: JSONValue) {
        let old = previous["spec"] ?? .null
        let new = object["spec"] ?? .null
        switch kind {
        case .deployment, .replicaSet, .daemonSet:
            if new["selector"] != old["selector"] { immutable("spec.selector", new["selector"]) }
        case .statefulSet: checkStatefulSet(new, old)
        case .job:
            for field in ["selector", "completions"] where new[field] != old[field] {
                immutable("spec.\(field)", new[field])
            }
            if new["template"] != old["template"], old["suspend"] != true {
                immutable("spec.template", new["template"])
            }
        case .persistentVolumeClaim: checkClaim(new, old)
        case .service:
            if let address = old["clusterIP"], address != "", new["type"] != "ExternalName",
                new["clusterIP"] != address
            {
                invalid("spec.clusterIPs[0]", .array([new["clusterIP"] ?? .null]), "may not change once set")
            }
        case .secret, .configMap: checkData(kind, object, previous)
        case .roleBinding, .clusterRoleBinding:
            if object["roleRef"] != previous["roleRef"] {
                invalid("roleRef", object["roleRef"], "cannot change roleRef")
            }
        case .storageClass:
            for field in ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"]
            where object[field] != previous[field] {
                forbidden(field, "updates to \(field) are forbidden.")
            }
        case .pod: checkPodChange(new, old)
        default: break
        }
    }

    mutating func checkFinalizers(_ object: JSONValue, _ previous: JSONValue) {
        let added = Set(object.finalizers).subtracting(previous.finalizers).sorted()
        guard previous.isBeingDeleted, !added.isEmpty else { return }
        let list = added.map { "\"\($0)\"" }.joined(separator: ", ")
        forbidden(
            "metadata.finalizers",
            "no new finalizers can be added if the object is being deleted, found new finalizers []string{\(list)}"
        )
    }

    private mutating func checkStatefulSet(_ new: JSONValue, _ old: JSONValue) {
        let mutable = [
            "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy", "minReadySeconds",
        ]
        guard Self.without(mutable, new) != Self.without(mutable, old) else { return }
        forbidden(
            "spec",
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
        )
    }

    private mutating func checkClaim(_ new: JSONValue, _ old: JSONValue) {
        var mutable = ["resources", "volumeAttributesClassName"]
        if old["volumeName"] == nil { mutable += ["volumeName"] }
        if old["storageClassName"] == nil { mutable += ["storageClassName"] }
        if Self.without(mutable, new) != Self.without(mutable, old) {
            forbidden(
                "spec",
                "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"
            )
        }
    }

    private mutating func checkData(_ kind: ResourceKind, _ object: JSONValue, _ previous: JSONValue) {
        if kind == .secret, object["type"] != previous["type"] { immutable("type", object["type"]) }
        guard previous["immutable"] == true else { return }
        if object["immutable"] != true {
            forbidden("immutable", "field is immutable when `immutable` is set")
        }
        for field in ["data", "binaryData"] where object[field] != previous[field] {
            forbidden(field, "field is immutable when `immutable` is set")
        }
    }

    private mutating func checkPodChange(_ new: JSONValue, _ old: JSONValue) {
        func comparable(_ spec: JSONValue) -> JSONValue {
            var spec = Self.without(
                ["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "schedulingGates"],
                spec)
            for list in ["containers", "initContainers"] {
                spec.editItems(list) {
                    $0["image"] = nil
                    $0["resources"] = nil
                }
            }
            if old["nodeName"] == nil { spec["nodeName"] = nil }
            spec["ephemeralContainers"] = nil
            return spec
        }
        guard comparable(new) != comparable(old) else { return }
        forbidden(
            "spec",
            "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
        )
    }

    private static func without(_ fields: [String], _ spec: JSONValue) -> JSONValue {
        .object((spec.object ?? [:]).filter { !fields.contains($0.key) })
    }
}
