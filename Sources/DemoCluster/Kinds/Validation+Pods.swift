import Kubernetes

extension Validation {
    mutating func checkWorkload(_ kind: ResourceKind, _ spec: JSONValue) {
        let template = spec["template"] ?? .null
        let claims = (spec["volumeClaimTemplates"]?.array ?? []).map(\.name)
        checkTemplate(template, "spec.template", restart: ["Always"], claims: Set(claims))
        guard let selector = spec["selector"], selector != .object([:]) else {
            return required("spec.selector")
        }
        let labels = template[path: "metadata", "labels"] ?? .object([:])
        if !LabelSelector(selector).matches(labels.object ?? [:]) {
            invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")
        }
        if let replicas = spec["replicas"]?.integer, replicas < 0 {
            invalid("spec.replicas", spec["replicas"], "must be greater than or equal to 0")
        }
        if kind == .deployment, spec[path: "strategy", "type"] == "Recreate",
            spec[path: "strategy", "rollingUpdate"] != nil
        {
            forbidden(
                "spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'")
        }
    }

    mutating func checkTemplate(
        _ template: JSONValue, _ field: String, restart: [String], claims: Set<String> = []
    ) {
        checkLabels(template[path: "metadata", "labels"], "\(field).labels")
        let spec = template["spec"] ?? .null
        checkPod(spec, "\(field).spec", claims: claims)
        if let policy = spec["restartPolicy"], !restart.contains(policy.string ?? "") {
            unsupported("\(field).spec.restartPolicy", policy, restart)
        }
    }

    /// `claims` names the volumes that a StatefulSet adds to its pods.
    mutating func checkPod(_ spec: JSONValue, _ field: String, claims: Set<String> = []) {
        var volumes: Set<String> = []
        for (index, volume) in (spec["volumes"]?.array ?? []).enumerated() {
            let name = volume["name"]?.string ?? ""
            let place = "\(field).volumes[\(index)].name"
            if name.isEmpty { required(place) }
            if !volumes.insert(name).inserted { duplicate(place, .string(name)) }
            if !name.isEmpty, let problem = NameRules.labelProblem(name) {
                invalid(place, .string(name), problem)
            }
        }
        let containers = spec["containers"]?.array ?? []
        if containers.isEmpty { required("\(field).containers") }
        var names: Set<String> = []
        for (list, items) in [
            ("initContainers", spec["initContainers"]?.array ?? []), ("containers", containers),
        ] {
            for (index, container) in items.enumerated() {
                let place = "\(field).\(list)[\(index)]"
                checkContainer(container, place, volumes.union(claims))
                let name = container["name"]?.string ?? ""
                if !name.isEmpty, !names.insert(name).inserted { duplicate("\(place).name", .string(name)) }
            }
        }
    }

    private mutating func checkContainer(_ container: JSONValue, _ field: String, _ volumes: Set<String>) {
        let name = container["name"]?.string ?? ""
        if name.isEmpty {
            required("\(field).name")
        } else if let problem = NameRules.labelProblem(name) {
            invalid("\(field).name", .string(name), problem)
        }
        if container["image"]?.string?.isEmpty ?? true { required("\(field).image") }
        for (index, port) in (container["ports"]?.array ?? []).enumerated() {
            guard let number = port["containerPort"]?.integer else {
                required("\(field).ports[\(index)].containerPort")
                continue
            }
            if number < 1 || number > 65535 {
                invalid(
                    "\(field).ports[\(index)].containerPort", port["containerPort"],
                    "must be between 1 and 65535, inclusive")
            }
        }
        for (index, variable) in (container["env"]?.array ?? []).enumerated()
        where variable["name"]?.string?.isEmpty ?? true {
            required("\(field).env[\(index)].name")
        }
        var paths: Set<String> = []
        for (index, mount) in (container["volumeMounts"]?.array ?? []).enumerated() {
            let place = "\(field).volumeMounts[\(index)]"
            let name = mount["name"]?.string ?? ""
            if !volumes.contains(name) { notFound("\(place).name", .string(name)) }
            let path = mount["mountPath"]?.string ?? ""
            if path.isEmpty { required("\(place).mountPath") }
            if !paths.insert(path).inserted { invalid("\(place).mountPath", .string(path), "must be unique") }
        }
        let resources = container["resources"] ?? .null
        for (name, request) in resources["requests"]?.object ?? [:] {
            guard let limit = resources[path: "limits", name], let wanted = ResourceAmount(request),
                let most = ResourceAmount(limit), wanted > most
            else { continue }
            invalid(
                "\(field).resources.requests", request,
                "must be less than or equal to \(name) limit of \(limit.string ?? "")")
        }
    }
}
