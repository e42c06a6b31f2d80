import Kubernetes

extension Validation {
    mutating func checkService(_ spec: JSONValue) {
        let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
        let type = spec["type"]?.string ?? ""
        if !types.contains(type) { unsupported("spec.type", .string(type), types) }
        let ports = spec["ports"]?.array ?? []
        if ports.isEmpty, type != "ExternalName", spec["clusterIP"] != "None" { required("spec.ports") }
        if type == "ExternalName", spec["externalName"]?.string?.isEmpty ?? true {
            required("spec.externalName")
        }
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let field = "spec.ports[\(index)]"
            let name = port["name"]?.string ?? ""
            if name.isEmpty, ports.count > 1 { required("\(field).name") }
            if !name.isEmpty, !names.insert(name).inserted { duplicate("\(field).name", .string(name)) }
            let number = port["port"]?.integer ?? 0
            if number < 1 || number > 65535 {
                invalid("\(field).port", port["port"] ?? 0, "must be between 1 and 65535, inclusive")
            }
        }
    }

    mutating func checkIngress(_ spec: JSONValue) {
        let rules = spec["rules"]?.array ?? []
        if rules.isEmpty, spec["defaultBackend"] == nil {
            invalid("spec", spec, "either `defaultBackend` or `rules` must be specified")
        }
        for (index, rule) in rules.enumerated() {
            if let host = rule["host"]?.string, !host.isEmpty {
                let name = host.hasPrefix("*.") ? String(host.dropFirst(2)) : host
                if let problem = NameRules.subdomainProblem(name) {
                    invalid("spec.rules[\(index)].host", .string(host), problem)
                }
            }
            for (place, path) in (rule[path: "http", "paths"]?.array ?? []).enumerated() {
                checkPath(path, "spec.rules[\(index)].http.paths[\(place)]")
            }
        }
    }

    private mutating func checkPath(_ path: JSONValue, _ field: String) {
        let types = ["Exact", "ImplementationSpecific", "Prefix"]
        let type = path["pathType"]?.string ?? ""
        if type.isEmpty {
            required("\(field).pathType", "pathType must be specified")
        } else if !types.contains(type) {
            unsupported("\(field).pathType", .string(type), types)
        }
        let text = path["path"]?.string ?? ""
        if type != "ImplementationSpecific", !text.hasPrefix("/") {
            invalid("\(field).path", .string(text), "must be an absolute path")
        }
        let backend = path["backend"] ?? .null
        guard backend["resource"] == nil else { return }
        if backend[path: "service", "name"]?.string?.isEmpty ?? true {
            required("\(field).backend.service.name")
        }
        let port = backend[path: "service", "port"] ?? .null
        if port["number"]?.integer == nil, port["name"]?.string?.isEmpty ?? true {
            required("\(field).backend.service.port", "port name or number is required")
        }
    }
}
