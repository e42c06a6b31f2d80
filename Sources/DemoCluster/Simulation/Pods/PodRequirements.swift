import Kubernetes

/// What a pod needs from its namespace before its containers can be made.
struct PodRequirements {
    let plane: ControlPlane
    let namespace: String

    /// Why a volume can't be mounted, in the kubelet's words; nil when all can.
    func missingVolume(_ pod: JSONValue) -> String? {
        for volume in pod[path: "spec", "volumes"]?.array ?? [] {
            let name = volume["name"]?.string ?? ""
            let projected = volume[path: "projected", "sources"]?.array ?? []
            for source in [volume] + projected {
                let secret = source["secret"]
                if let missing = absent(
                    .secret, secret?["secretName"] ?? secret?["name"], secret?["optional"])
                {
                    return "MountVolume.SetUp failed for volume \"\(name)\" : \(missing)"
                }
                let map = source["configMap"]
                if let missing = absent(.configMap, map?["name"], map?["optional"]) {
                    return "MountVolume.SetUp failed for volume \"\(name)\" : \(missing)"
                }
            }
        }
        return nil
    }

    /// Why a container can't be configured, in the kubelet's words; nil when it can.
    func missingEnvironment(_ container: JSONValue) -> String? {
        for source in container["envFrom"]?.array ?? [] {
            for (kind, key) in [(ResourceKind.secret, "secretRef"), (.configMap, "configMapRef")] {
                if let missing = absent(kind, source[key]?["name"], source[key]?["optional"]) {
                    return missing
                }
            }
        }
        for variable in container["env"]?.array ?? [] {
            for (kind, key) in [(ResourceKind.secret, "secretKeyRef"), (.configMap, "configMapKeyRef")] {
                guard let reference = variable["valueFrom"]?[key] else { continue }
                if let missing = absent(kind, reference["name"], reference["optional"]) { return missing }
                guard reference["optional"]?.bool != true, let name = reference["name"]?.string,
                    let entry = reference["key"]?.string
                else { continue }
                let object = plane.get(kind, namespace, name)
                if object?["data"]?[entry] == nil, object?["stringData"]?[entry] == nil,
                    object?["binaryData"]?[entry] == nil
                {
                    return "couldn't find key \(entry) in \(kind.kind) \(namespace)/\(name)"
                }
            }
        }
        return nil
    }

    private func absent(_ kind: ResourceKind, _ name: JSONValue?, _ optional: JSONValue?) -> String? {
        guard let name = name?.string, optional?.bool != true, plane.get(kind, namespace, name) == nil
        else { return nil }
        return "\(kind == .secret ? "secret" : "configmap") \"\(name)\" not found"
    }
}
