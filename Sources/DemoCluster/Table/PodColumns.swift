import Foundation
import Kubernetes

/// What `kubectl get pods` shows.
enum PodColumns {
    static let all: [TableColumn] = [
        TableColumns.name,
        .text("Ready") { pod in
            let statuses = pod[path: "status", "containerStatuses"]?.array ?? []
            let total = pod[path: "spec", "containers"]?.array?.count ?? 0
            return "\(statuses.count { $0["ready"] == true })/\(total)"
        },
        .text("Status", PodColumns.reason),
        TableColumn("Restarts") { pod, now in .string(restarts(pod, now)) },
        TableColumns.age,
        .path("IP", wide: true, "status", "podIP"), .path("Node", wide: true, "spec", "nodeName"),
        .path("Nominated Node", wide: true, "status", "nominatedNodeName"),
        .text("Readiness Gates", wide: true) { _ in "<none>" },
    ]

    /// The one word for a pod's state, worked out from its containers as kubectl has it.
    static func reason(_ pod: JSONValue) -> String {
        let status = pod["status"] ?? .null
        var reason = status["reason"]?.string ?? status["phase"]?.string ?? "Unknown"
        let initial = status["initContainerStatuses"]?.array ?? []
        var isInitializing = false
        for (index, container) in initial.enumerated() {
            let state = container["state"] ?? .null
            if let ended = state["terminated"] {
                if ended["exitCode"]?.integer == 0 { continue }
                reason = "Init:" + (ended["reason"]?.string ?? "ExitCode:\(ended["exitCode"]?.integer ?? 0)")
            } else if let waiting = state[path: "waiting", "reason"]?.string, waiting != "PodInitializing" {
                reason = "Init:\(waiting)"
            } else {
                reason = "Init:\(index)/\(pod[path: "spec", "initContainers"]?.array?.count ?? initial.count)"
            }
            isInitializing = true
            break
        }
        if !isInitializing {
            var hasRunning = false
            for container in (status["containerStatuses"]?.array ?? []).reversed() {
                let state = container["state"] ?? .null
                if let waiting = state[path: "waiting", "reason"]?.string, !waiting.isEmpty {
                    reason = waiting
                } else if let ended = state["terminated"] {
                    reason = ended["reason"]?.string ?? "ExitCode:\(ended["exitCode"]?.integer ?? 0)"
                } else if container["ready"] == true, state["running"] != nil {
                    hasRunning = true
                }
            }
            if reason == "Completed", hasRunning { reason = "Running" }
        }
        return pod.isBeingDeleted ? "Terminating" : reason
    }

    private static func restarts(_ pod: JSONValue, _ now: Date) -> String {
        let statuses = pod[path: "status", "containerStatuses"]?.array ?? []
        let count = statuses.reduce(0) { $0 + ($1["restartCount"]?.integer ?? 0) }
        let last = statuses.compactMap {
            $0[path: "lastState", "terminated", "finishedAt"]?.string
        }.max()
        return last.map { "\(count) (\(HumanDuration.since($0, now)) ago)" } ?? String(count)
    }
}
