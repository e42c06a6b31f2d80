import Kubernetes

/// What `kubectl get` shows of Services, Ingresses and their like.
enum NetworkColumns {
    static func of(_ kind: ResourceKind) -> [TableColumn] {
        let own: [TableColumn] =
            switch kind {
            case .service:
                [
                    .path("Type", "spec", "type"), .path("Cluster-IP", "spec", "clusterIP"),
                    .text("External-IP", externalAddress), .text("Port(s)", ports),
                ]
            case .ingress:
                [
                    .path("Class", "spec", "ingressClassName"), .text("Hosts", hosts),
                    .text("Address") { addresses($0).joined(separator: ",") },
                    .text("Ports") { $0[path: "spec", "tls"]?.array?.isEmpty == false ? "80, 443" : "80" },
                ]
            case .ingressClass:
                [.path("Controller", "spec", "controller"), .text("Parameters") { _ in "<none>" }]
            case .networkPolicy:
                [
                    .text("Pod-Selector") {
                        TableColumns.labels($0[path: "spec", "podSelector", "matchLabels"])
                    }
                ]
            case .endpointSlice:
                [
                    .path("AddressType", "addressType"),
                    .text("Ports") { slice in
                        TableColumns.list(
                            slice["ports"]?.array?.compactMap { $0["port"]?.integer.map(String.init) } ?? [])
                    },
                    .text("Endpoints") { slice in
                        TableColumns.list(
                            slice["endpoints"]?.array?.flatMap { TableColumns.strings($0["addresses"]) } ?? []
                        )
                    },
                ]
            default: [.text("Endpoints", endpoints)]
            }
        let wide: [TableColumn] =
            kind == .service
            ? [.text("Selector", wide: true) { TableColumns.labels($0[path: "spec", "selector"]) }] : []
        return [TableColumns.name] + own + [TableColumns.age] + wide
    }

    private static func addresses(_ object: JSONValue) -> [String] {
        (object[path: "status", "loadBalancer", "ingress"]?.array ?? []).compactMap {
            $0["ip"]?.string ?? $0["hostname"]?.string
        }
    }

    private static func externalAddress(_ service: JSONValue) -> String {
        switch service[path: "spec", "type"]?.string {
        case "LoadBalancer":
            let known = addresses(service)
            return known.isEmpty ? "<pending>" : known.joined(separator: ",")
        case "ExternalName": return service[path: "spec", "externalName"]?.string ?? ""
        default: return TableColumns.list(TableColumns.strings(service[path: "spec", "externalIPs"]))
        }
    }

    private static func ports(_ service: JSONValue) -> String {
        TableColumns.list(
            (service[path: "spec", "ports"]?.array ?? []).map { port in
                let node = port["nodePort"]?.integer.map { ":\($0)" } ?? ""
                return "\(port["port"]?.integer ?? 0)\(node)/\(port["protocol"]?.string ?? "TCP")"
            })
    }

    private static func hosts(_ ingress: JSONValue) -> String {
        let hosts = (ingress[path: "spec", "rules"]?.array ?? []).compactMap { $0["host"]?.string }
        return hosts.isEmpty ? "*" : hosts.joined(separator: ",")
    }

    private static func endpoints(_ object: JSONValue) -> String {
        let all = (object["subsets"]?.array ?? []).flatMap { subset in
            (subset["addresses"]?.array ?? []).flatMap { address in
                (subset["ports"]?.array ?? []).map {
                    "\(address["ip"]?.string ?? ""):\($0["port"]?.integer ?? 0)"
                }
            }
        }
        guard all.count > 3 else { return TableColumns.list(all) }
        return all.prefix(3).joined(separator: ",") + " + \(all.count - 3) more..."
    }
}
