import Kubernetes

/// The columns of each kind, as the real server prints them.
enum TableColumns {
    static let name = TableColumn("Name") { object, _ in .string(object.name) }
    static let age = TableColumn("Age") { object, now in
        .string(HumanDuration.since(object[path: "metadata", "creationTimestamp"]?.string, now))
    }

    static func of(_ kind: ResourceKind) -> [TableColumn] {
        switch kind {
        case .pod: PodColumns.all
        case .deployment, .replicaSet, .statefulSet, .daemonSet, .job, .cronJob, .replicationController:
            WorkloadColumns.of(kind)
        case .service, .ingress, .ingressClass, .networkPolicy, .endpoints, .endpointSlice:
            NetworkColumns.of(kind)
        case .event: EventColumns.all
        default: [name] + (others[kind.plural] ?? []) + [age] + (wide[kind.plural] ?? [])
        }
    }

    static func count(_ value: JSONValue?) -> Int { value?.object?.count ?? value?.array?.count ?? 0 }

    static func list(_ texts: [String]) -> String { texts.isEmpty ? "<none>" : texts.joined(separator: ",") }

    static func labels(_ value: JSONValue?) -> String {
        list((value?.object ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.string ?? "")" })
    }

    static func strings(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

    private static func quantities(_ status: JSONValue, prefix: (String) -> Bool) -> String {
        let hard = status["hard"]?.object ?? [:]
        return hard.keys.sorted().filter(prefix).map { key in
            "\(key): \(status[path: "used", key]?.string ?? "0")/\(hard[key]?.string ?? "0")"
        }.joined(separator: ", ")
    }

    private static let others: [String: [TableColumn]] = [
        "namespaces": [.path("Status", "status", "phase")],
        "nodes": [
            .text("Status") { node in
                let ready = node[path: "status", "conditions"]?.array?.first { $0["type"] == "Ready" }
                let text = ready?["status"] == "True" ? "Ready" : "NotReady"
                return node[path: "spec", "unschedulable"] == true ? text + ",SchedulingDisabled" : text
            },
            .text("Roles") { node in
                list(
                    node.labels.keys.filter { $0.hasPrefix("node-role.kubernetes.io/") }
                        .map { String($0.dropFirst("node-role.kubernetes.io/".count)) }.sorted())
            },
        ],
        "secrets": [
            .path("Type", "type"),
            TableColumn("Data", type: "integer") { object, _ in .integer(Int64(count(object["data"]))) },
        ],
        "configmaps": [
            TableColumn("Data", type: "integer") { object, _ in
                .integer(Int64(count(object["data"]) + count(object["binaryData"])))
            }
        ],
        "resourcequotas": [
            .text("Request") { quantities($0["status"] ?? .null) { !$0.hasPrefix("limits.") } },
            .text("Limit") { quantities($0["status"] ?? .null) { $0.hasPrefix("limits.") } },
        ],
        "serviceaccounts": [
            TableColumn("Secrets", type: "integer") { object, _ in .integer(Int64(count(object["secrets"]))) }
        ],
        "persistentvolumeclaims": [
            .path("Status", "status", "phase"),
            .text("Volume") { $0[path: "spec", "volumeName"]?.string ?? "" },
            .text("Capacity") { $0[path: "status", "capacity", "storage"]?.string ?? "" },
            .text("Access Modes") { accessModes($0[path: "status", "accessModes"]) },
            .text("StorageClass") { $0[path: "spec", "storageClassName"]?.string ?? "" },
            .text("VolumeAttributesClass") { _ in "<unset>" },
        ],
        "persistentvolumes": [
            .path("Capacity", "spec", "capacity", "storage"),
            .text("Access Modes") { accessModes($0[path: "spec", "accessModes"]) },
            .path("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"),
            .path("Status", "status", "phase"),
            .text("Claim") { volume in
                guard let claim = volume[path: "spec", "claimRef"] else { return "" }
                return "\(claim["namespace"]?.string ?? "")/\(claim["name"]?.string ?? "")"
            },
            .text("StorageClass") { $0[path: "spec", "storageClassName"]?.string ?? "" },
        ],
        "storageclasses": [
            .path("Provisioner", "provisioner"), .path("ReclaimPolicy", "reclaimPolicy"),
            .path("VolumeBindingMode", "volumeBindingMode"),
            TableColumn("AllowVolumeExpansion", type: "boolean") { object, _ in
                object["allowVolumeExpansion"] ?? false
            },
        ],
        "poddisruptionbudgets": [
            .text("Min Available") { number($0[path: "spec", "minAvailable"]) },
            .text("Max Unavailable") { number($0[path: "spec", "maxUnavailable"]) },
            .path("Allowed Disruptions", type: "integer", "status", "disruptionsAllowed"),
        ],
        "horizontalpodautoscalers": [
            .text("Reference") { object in
                let target = object[path: "spec", "scaleTargetRef"] ?? .null
                return "\(target["kind"]?.string ?? "")/\(target["name"]?.string ?? "")"
            },
            .text("Targets") { _ in "<unknown>" }, .path("MinPods", type: "integer", "spec", "minReplicas"),
            .path("MaxPods", type: "integer", "spec", "maxReplicas"),
            .path("Replicas", type: "integer", "status", "currentReplicas"),
        ],
        "leases": [.text("Holder") { $0[path: "spec", "holderIdentity"]?.string ?? "" }],
        "priorityclasses": [
            .path("Value", type: "integer", "value"),
            TableColumn("Global-Default", type: "boolean") { object, _ in object["globalDefault"] ?? false },
        ],
        "rolebindings": [
            .text("Role") { binding in
                "\(binding[path: "roleRef", "kind"]?.string ?? "")/\(binding[path: "roleRef", "name"]?.string ?? "")"
            }
        ],
        "clusterrolebindings": [
            .text("Role") { binding in
                "\(binding[path: "roleRef", "kind"]?.string ?? "")/\(binding[path: "roleRef", "name"]?.string ?? "")"
            }
        ],
    ]

    private static let wide: [String: [TableColumn]] = [
        "persistentvolumeclaims": [.path("VolumeMode", wide: true, "spec", "volumeMode")],
        "persistentvolumes": [.path("VolumeMode", wide: true, "spec", "volumeMode")],
        "nodes": [
            .path("Internal-IP", wide: true, "status", "addresses", "0", "address"),
            .path("OS-Image", wide: true, "status", "nodeInfo", "osImage"),
            .path("Kernel-Version", wide: true, "status", "nodeInfo", "kernelVersion"),
            .path("Container-Runtime", wide: true, "status", "nodeInfo", "containerRuntimeVersion"),
        ],
    ]

    private static func accessModes(_ value: JSONValue?) -> String {
        let short = [
            "ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP",
        ]
        return strings(value).map { short[$0] ?? $0 }.joined(separator: ",")
    }

    private static func number(_ value: JSONValue?) -> String {
        value?.string ?? value?.integer.map(String.init) ?? "N/A"
    }
}
