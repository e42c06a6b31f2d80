import Kubernetes

/// What a pod asks for and may use at most, as quotas and the scheduler count it.
enum PodResources {
    static func requests(of pod: JSONValue) -> [String: ResourceAmount] { total(pod, "requests") }

    static func limits(of pod: JSONValue) -> [String: ResourceAmount] { total(pod, "limits") }

    /// The sum over the containers, or the largest of the init containers where that's more.
    private static func total(_ pod: JSONValue, _ side: String) -> [String: ResourceAmount] {
        var sum: [String: ResourceAmount] = [:]
        for container in pod[path: "spec", "containers"]?.array ?? [] {
            for (name, amount) in amounts(container, side) { sum[name] = (sum[name] ?? .zero) + amount }
        }
        for container in pod[path: "spec", "initContainers"]?.array ?? [] {
            let sidecar = container["restartPolicy"]?.string == "Always"
            for (name, amount) in amounts(container, side) {
                let known = sum[name] ?? .zero
                sum[name] = sidecar ? known + amount : max(known, amount)
            }
        }
        for (name, amount) in pod[path: "spec", "overhead"]?.object ?? [:] {
            if let amount = ResourceAmount(amount), let known = sum[name] { sum[name] = known + amount }
        }
        return sum
    }

    static func amounts(_ container: JSONValue, _ side: String) -> [String: ResourceAmount] {
        (container[path: "resources", side]?.object ?? [:]).compactMapValues { ResourceAmount($0) }
    }

    /// Whether no container asks for or is limited in anything.
    static func isBestEffort(_ pod: JSONValue) -> Bool {
        requests(of: pod).isEmpty && limits(of: pod).isEmpty
    }
}
