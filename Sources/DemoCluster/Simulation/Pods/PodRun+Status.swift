import Kubernetes

/// What the pod's status says after the look.
extension PodRun {
    var phase: String {
        if evicted || jobFailed { return "Failed" }
        if initial.contains(where: { $0.exitCode.map { $0 != 0 } ?? false }), restartPolicy == "Never" {
            return "Failed"
        }
        guard initialized else { return "Pending" }
        if restartPolicy != "Always", regular.allSatisfy({ $0.exitCode != nil }) {
            if regular.allSatisfy({ $0.exitCode == 0 }) { return "Succeeded" }
            if restartPolicy == "Never" { return "Failed" }
        }
        let begun = regular.contains {
            $0.running != nil || $0.terminated != nil || $0.status[path: "lastState", "terminated"] != nil
        }
        return begun ? "Running" : "Pending"
    }

    var status: JSONValue {
        var status = pod["status"] ?? [:]
        let phase = phase
        let now = plane.timestamp
        let done = phase == "Succeeded"
        let incomplete = initial.filter { !($0.exitCode == 0 || $0.isSidecar && $0.running != nil) }.map(
            \.name)
        let unready = regular.filter { !$0.isReady || $0.running == nil }.map(\.name)
        status["phase"] = .string(phase)
        status["startTime"] = status["startTime"] ?? .string(Timestamp.string(began))
        status["hostIP"] = .string(Self.address(ofNode: node))
        status["hostIPs"] = [["ip": .string(Self.address(ofNode: node))]]
        if memory.moments["mounted"] != nil {
            let address = Self.address(ofPod: pod.uid)
            status["podIP"] = .string(address)
            status["podIPs"] = [["ip": .string(address)]]
        }
        let over = done || phase == "Failed"
        status.setCondition("PodReadyToStartContainers", memory.moments["mounted"] != nil && !over, at: now)
        status.setCondition(
            "Initialized", incomplete.isEmpty,
            reason: incomplete.isEmpty ? (done ? "PodCompleted" : nil) : "ContainersNotInitialized",
            message: incomplete.isEmpty
                ? nil : "containers with incomplete status: [\(incomplete.joined(separator: " "))]",
            at: now)
        let ready = phase == "Running" && unready.isEmpty
        for type in ["Ready", "ContainersReady"] {
            status.setCondition(
                type, ready,
                reason: ready
                    ? nil : done ? "PodCompleted" : phase == "Failed" ? "PodFailed" : "ContainersNotReady",
                message: ready || over
                    ? nil : "containers with unready status: [\(unready.joined(separator: " "))]", at: now)
        }
        if evicted {
            status["reason"] = "Evicted"
            status["message"] = .string(script.message ?? "The node was low on resource: memory.")
        } else if jobFailed, let message = script.message {
            status["message"] = .string(message)
        }
        if !initial.isEmpty { status["initContainerStatuses"] = .array(initial.map(\.status)) }
        status["containerStatuses"] = .array(
            regular.map { record in
                guard over else { return record.status }
                var status = record.status
                status["ready"] = false
                return status
            })
        return status
    }

    static func address(ofPod uid: String) -> String {
        let hash = StableHash.of(uid)
        return "10.244.\(hash % 250 + 1).\(hash / 250 % 250 + 2)"
    }

    static func address(ofNode name: String) -> String {
        "172.18.0.\((name.split(separator: "-").last.flatMap { Int($0) } ?? 1) + 1)"
    }
}
