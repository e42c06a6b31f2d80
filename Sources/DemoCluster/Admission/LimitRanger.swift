package import Kubernetes

/// Fills in the requests and limits that a LimitRange gives by default, and holds objects to its bounds.
package struct LimitRanger: AdmissionPlugin {
    package init() {}

    package func admit(_ request: AdmissionRequest, view: StoreView) throws(APIFailure) -> JSONValue {
        var object = request.object
        let kind = request.key.kind
        guard request.operation == .create, request.subresource == nil,
            kind == .pod || kind == .persistentVolumeClaim
        else { return object }
        let ranges = view.list(.limitRange, namespace: request.key.namespace).sorted { $0.name < $1.name }
        var faults: [String] = []
        for range in ranges {
            for item in range[path: "spec", "limits"]?.array ?? [] {
                switch (item["type"]?.string, kind) {
                case ("Container", .pod):
                    fill(&object, item)
                    for container in Self.containers(object) {
                        faults += Self.breaches(
                            item, "Container", PodResources.amounts(container, "requests"),
                            PodResources.amounts(container, "limits"))
                    }
                case ("Pod", .pod):
                    faults += Self.breaches(
                        item, "Pod", PodResources.requests(of: object), PodResources.limits(of: object))
                case ("PersistentVolumeClaim", .persistentVolumeClaim):
                    let asked = PodResources.amounts(
                        ["resources": object[path: "spec", "resources"] ?? [:]], "requests")
                    faults += Self.breaches(item, "PersistentVolumeClaim", asked, asked)
                default: break
                }
            }
        }
        guard faults.isEmpty else {
            let text = faults.count == 1 ? faults[0] : "[\(faults.joined(separator: ", "))]"
            throw .forbidden(kind, request.key.name, text)
        }
        return object
    }

    private static func containers(_ pod: JSONValue) -> [JSONValue] {
        (pod[path: "spec", "initContainers"]?.array ?? []) + (pod[path: "spec", "containers"]?.array ?? [])
    }

    private func fill(_ pod: inout JSONValue, _ item: JSONValue) {
        let bounds = (item["default"]?.object ?? [:]).merging(item["max"]?.object ?? [:]) { first, _ in first
        }
        let floor = (item["defaultRequest"]?.object ?? [:]).merging(item["default"]?.object ?? [:]) {
            first, _ in first
        }
        var notes: [String] = []
        for (list, word) in [("initContainers", "init container"), ("containers", "container")] {
            guard let containers = pod[path: "spec", list]?.array else { continue }
            let filled = containers.map { container in
                var container = container
                let own = container[path: "resources", "limits"]?.object ?? [:]
                var resources = container["resources"] ?? [:]
                let name = container["name"]?.string ?? ""
                var requests = resources["requests"]?.object ?? [:]
                for (key, amount) in own where requests[key] == nil { requests[key] = amount }
                let givenRequests = floor.filter { requests[$0.key] == nil }
                let givenLimits = bounds.filter { own[$0.key] == nil }
                requests.merge(givenRequests) { first, _ in first }
                let limits = own.merging(givenLimits) { first, _ in first }
                resources["requests"] = requests.isEmpty ? nil : .object(requests)
                resources["limits"] = limits.isEmpty ? nil : .object(limits)
                container["resources"] = resources
                for (given, side) in [(givenRequests, "request"), (givenLimits, "limit")] where !given.isEmpty
                {
                    notes.append("\(given.keys.sorted().joined(separator: ", ")) \(side) for \(word) \(name)")
                }
                return container
            }
            pod["spec"]?[list] = .array(filled)
        }
        guard !notes.isEmpty else { return }
        pod.setAnnotation(
            "kubernetes.io/limit-ranger", "LimitRanger plugin set: " + notes.joined(separator: "; "))
    }

    private static func breaches(
        _ item: JSONValue, _ type: String, _ requests: [String: ResourceAmount],
        _ limits: [String: ResourceAmount]
    ) -> [String] {
        var faults: [String] = []
        let claim = type == "PersistentVolumeClaim"
        func bound(_ side: String) -> [(name: String, amount: ResourceAmount)] {
            (item[side]?.object ?? [:]).compactMapValues { ResourceAmount($0) }.sorted { $0.key < $1.key }
                .map { ($0.key, $0.value) }
        }
        for (name, least) in bound("min") {
            if let request = requests[name] {
                if request < least {
                    faults.append("minimum \(name) usage per \(type) is \(least), but request is \(request)")
                }
            } else if !claim {
                faults.append("minimum \(name) usage per \(type) is \(least).  No request is specified")
            }
        }
        for (name, most) in bound("max") {
            if let limit = limits[name] {
                if limit > most {
                    faults.append(
                        "maximum \(name) usage per \(type) is \(most), but \(claim ? "request" : "limit") is \(limit)"
                    )
                }
            } else if !claim {
                faults.append("maximum \(name) usage per \(type) is \(most).  No limit is specified")
            }
        }
        for (name, ratio) in bound("maxLimitRequestRatio") {
            guard let request = requests[name], let limit = limits[name], request > .zero else { continue }
            let actual = Double(limit.thousandths) / Double(request.thousandths)
            if actual > Double(ratio.thousandths) / 1000 {
                faults.append(
                    "\(name) max limit to request ratio per \(type) is \(ratio), but provided ratio is \(actual)"
                )
            }
        }
        return faults
    }
}
