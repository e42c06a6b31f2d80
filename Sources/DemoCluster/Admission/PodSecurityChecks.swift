import Kubernetes

/// The rules of the Pod Security Standards, with a real server's wording of each breach.
enum PodSecurityChecks {
    static func baseline(_ pod: JSONValue) -> [String] {
        let spec = pod["spec"] ?? [:]
        var faults: [String] = []
        let shared = ["hostNetwork", "hostPID", "hostIPC"].filter { spec[$0]?.bool == true }
        if !shared.isEmpty {
            faults.append("host namespaces (\(shared.map { "\($0)=true" }.joined(separator: ", ")))")
        }
        let paths = (spec["volumes"]?.array ?? []).filter { $0["hostPath"] != nil }.compactMap {
            $0["name"]?.string
        }
        if !paths.isEmpty { faults.append("hostPath volumes (\(plural("volume", paths)))") }
        let ports = containers(spec).filter { container in
            container["ports"]?.array?.contains { ($0["hostPort"]?.integer ?? 0) != 0 } ?? false
        }
        if !ports.isEmpty {
            let numbers = ports.flatMap { $0["ports"]?.array ?? [] }.compactMap { $0["hostPort"]?.integer }
                .filter { $0 != 0 }
            let uses = ports.count == 1 ? "uses" : "use"
            let word = numbers.count == 1 ? "hostPort" : "hostPorts"
            faults.append(
                "\(word) (\(named(ports)) \(uses) \(word) \(numbers.map(String.init).joined(separator: ", ")))"
            )
        }
        let privileged = containers(spec).filter { $0[path: "securityContext", "privileged"]?.bool == true }
        if !privileged.isEmpty {
            faults.append("privileged (\(named(privileged)) must not set securityContext.privileged=true)")
        }
        return faults
    }

    static func restricted(_ pod: JSONValue) -> [String] {
        let spec = pod["spec"] ?? [:]
        let all = containers(spec)
        var faults: [String] = []
        let escalating = all.filter { $0[path: "securityContext", "allowPrivilegeEscalation"]?.bool != false }
        if !escalating.isEmpty {
            faults.append(
                "allowPrivilegeEscalation != false (\(named(escalating)) must set securityContext.allowPrivilegeEscalation=false)"
            )
        }
        let undropped = all.filter { container in
            let drops = container[path: "securityContext", "capabilities", "drop"]?.array ?? []
            return !drops.contains("ALL")
        }
        if !undropped.isEmpty {
            faults.append(
                "unrestricted capabilities (\(named(undropped)) must set securityContext.capabilities.drop=[\"ALL\"])"
            )
        }
        let kinds: Set = [
            "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected",
            "secret", "name",
        ]
        for volume in spec["volumes"]?.array ?? [] {
            guard let kind = volume.object?.keys.first(where: { !kinds.contains($0) }) else { continue }
            faults.append(
                "restricted volume types (volume \"\(volume["name"]?.string ?? "")\" uses restricted volume type \"\(kind)\")"
            )
        }
        let podNonRoot = spec[path: "securityContext", "runAsNonRoot"]?.bool
        let rooted = all.filter { ($0[path: "securityContext", "runAsNonRoot"]?.bool ?? podNonRoot) != true }
        if !rooted.isEmpty {
            let who = podNonRoot == nil ? "pod or " : ""
            faults.append(
                "runAsNonRoot != true (\(who)\(named(rooted)) must set securityContext.runAsNonRoot=true)")
        }
        let zero = all.filter { $0[path: "securityContext", "runAsUser"]?.integer == 0 }
        if spec[path: "securityContext", "runAsUser"]?.integer == 0 {
            faults.append("runAsUser=0 (pod must not set runAsUser=0)")
        } else if !zero.isEmpty {
            faults.append("runAsUser=0 (\(named(zero)) must not set runAsUser=0)")
        }
        let podProfile = spec[path: "securityContext", "seccompProfile", "type"]?.string
        let unconfined = all.filter { container in
            let type = container[path: "securityContext", "seccompProfile", "type"]?.string ?? podProfile
            return type != "RuntimeDefault" && type != "Localhost"
        }
        if !unconfined.isEmpty {
            faults.append(
                "seccompProfile (\(podProfile == nil ? "pod or " : "")\(named(unconfined)) must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")"
            )
        }
        return faults
    }

    private static func containers(_ spec: JSONValue) -> [JSONValue] {
        (spec["initContainers"]?.array ?? []) + (spec["containers"]?.array ?? [])
    }

    private static func named(_ containers: [JSONValue]) -> String {
        plural("container", containers.compactMap { $0["name"]?.string })
    }

    private static func plural(_ word: String, _ names: [String]) -> String {
        "\(word)\(names.count == 1 ? "" : "s") \(names.map { "\"\($0)\"" }.joined(separator: ", "))"
    }
}
