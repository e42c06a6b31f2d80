import Kubernetes

extension Defaulting {
    static func pod(_ object: inout JSONValue) {
        object.fill("spec", [:])
        object.edit("spec") { podSpec(&$0, inTemplate: false) }
        let quality = QualityOfService.of(object["spec"] ?? .null)
        object.fill("status", [:])
        object.edit("status") { status in
            status.fill("phase", "Pending")
            status["qosClass"] = .string(quality)
        }
    }

    static func podSpec(_ spec: inout JSONValue, inTemplate: Bool) {
        spec.fill("restartPolicy", "Always")
        spec.fill("terminationGracePeriodSeconds", 30)
        spec.fill("dnsPolicy", "ClusterFirst")
        spec.fill("securityContext", [:])
        spec.fill("schedulerName", "default-scheduler")
        if let account = spec["serviceAccountName"] { spec["serviceAccount"] = account }
        if !inTemplate {
            spec.fill("enableServiceLinks", true)
            spec.fill("priority", 0)
            spec.fill("preemptionPolicy", "PreemptLowerPriority")
        }
        for list in ["containers", "initContainers"] {
            spec.editItems(list) { container(&$0, inTemplate: inTemplate) }
        }
        spec.editItems("volumes", volume)
    }

    private static func container(_ container: inout JSONValue, inTemplate: Bool) {
        container.fill("terminationMessagePath", "/dev/termination-log")
        container.fill("terminationMessagePolicy", "File")
        let policy = pullPolicy(container["image"]?.string ?? "")
        container.fill("imagePullPolicy", policy)
        container.fill("resources", [:])
        container.editItems("ports") { $0.fill("protocol", "TCP") }
        container.editItems("env") { variable in
            variable.edit("valueFrom") { source in
                source.edit("fieldRef") { $0.fill("apiVersion", "v1") }
            }
        }
        for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
            container.edit(probe) { probe in
                probe.fill("timeoutSeconds", 1)
                probe.fill("periodSeconds", 10)
                probe.fill("successThreshold", 1)
                probe.fill("failureThreshold", 3)
                probe.edit("httpGet") {
                    $0.fill("scheme", "HTTP")
                    $0.fill("path", "/")
                }
            }
        }
        // A limit without a request is the request too, in pods but not in their templates.
        guard !inTemplate, let limits = container[path: "resources", "limits"]?.object else { return }
        container.edit("resources") { resources in
            let requests = (resources["requests"]?.object ?? [:]).merging(limits) { stated, _ in stated }
            resources["requests"] = .object(requests)
        }
    }

    private static func pullPolicy(_ image: String) -> JSONValue {
        if image.contains("@") { return "IfNotPresent" }
        let name = image.split(separator: "/").last ?? ""
        let tag = name.split(separator: ":").dropFirst().last
        return tag == nil || tag == "latest" ? "Always" : "IfNotPresent"
    }

    private static func volume(_ volume: inout JSONValue) {
        for source in ["secret", "configMap", "projected"] {
            volume.edit(source) { $0.fill("defaultMode", 420) }
        }
        volume.edit("hostPath") { $0.fill("type", "") }
        if volume.object?.count == 1, volume["name"] != nil { volume["emptyDir"] = [:] }
    }
}

/// A pod's quality of service class, from what its containers ask for.
private enum QualityOfService {
    static func of(_ spec: JSONValue) -> String {
        let containers = (spec["containers"]?.array ?? []) + (spec["initContainers"]?.array ?? [])
        let resources = containers.map { $0["resources"] ?? .null }
        let asks = resources.contains {
            $0["limits"]?.object?.isEmpty == false || $0["requests"]?.object?.isEmpty == false
        }
        guard asks else { return "BestEffort" }
        let isGuaranteed = resources.allSatisfy { resources in
            ["cpu", "memory"].allSatisfy { name in
                guard let limit = resources[path: "limits", name] else { return false }
                return resources[path: "requests", name] ?? limit == limit
            }
        }
        return isGuaranteed ? "Guaranteed" : "Burstable"
    }
}
