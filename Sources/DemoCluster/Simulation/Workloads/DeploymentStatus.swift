import Foundation
import Kubernetes

/// What a Deployment's status says of its rollout.
struct DeploymentStatus {
    private let rollout: Rollout
    private let plane: ControlPlane
    private let deployment: JSONValue

    init(_ rollout: Rollout) {
        self.rollout = rollout
        plane = rollout.plane
        deployment = rollout.deployment
    }

    /// Writes the status; returns when the rollout will have taken too long.
    func write() throws(APIFailure) -> Date? {
        let previous = deployment["status"] ?? [:]
        let wanted = rollout.wanted
        func sum(_ field: String) -> Int {
            rollout.all.reduce(0) { $0 + ($1[path: "status", field]?.integer ?? 0) }
        }
        let replicas = sum("replicas")
        let updated = rollout.current?[path: "status", "replicas"]?.integer ?? 0
        let (ready, available) = (sum("readyReplicas"), sum("availableReplicas"))
        let complete =
            updated == wanted && replicas == wanted && available >= wanted
            && rollout.current?[path: "status", "observedGeneration"] == rollout.current?.generation
        let advanced =
            updated > count(previous, "updatedReplicas") || ready > count(previous, "readyReplicas")
            || available > count(previous, "availableReplicas")
            || replicas - updated < count(previous, "replicas") - count(previous, "updatedReplicas")
        var due: Date?
        try plane.setStatus(ObjectKey(.deployment, deployment)) { status in
            status["observedGeneration"] = deployment.generation
            for (field, value) in [
                ("replicas", replicas), ("updatedReplicas", updated), ("readyReplicas", ready),
                ("availableReplicas", available), ("unavailableReplicas", max(0, replicas - available)),
            ] { status[field] = value == 0 ? nil : JSONValue(count: value) }
            if available < wanted, replicas < wanted {
                status["unavailableReplicas"] = JSONValue(count: wanted - available)
            }
            let enough = available >= wanted - rollout.maxUnavailable
            status.setCondition(
                "Available", enough,
                reason: enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                message: enough
                    ? "Deployment has minimum availability."
                    : "Deployment does not have minimum availability.",
                at: plane.timestamp, touching: ["lastUpdateTime"])
            due = progress(&status, complete: complete, advanced: advanced)
            if let failure = rollout.all.compactMap({ $0["status"]?.condition("ReplicaFailure") }).last {
                status.setCondition(
                    "ReplicaFailure", true, reason: failure["reason"]?.string,
                    message: failure["message"]?.string, at: plane.timestamp, touching: ["lastUpdateTime"])
            } else {
                status.removeCondition("ReplicaFailure")
            }
        }
        return due
    }

    private func progress(_ status: inout JSONValue, complete: Bool, advanced: Bool) -> Date? {
        guard let name = rollout.current?.name else { return nil }
        func set(_ value: Bool, _ reason: String, _ message: String) {
            status.setCondition(
                "Progressing", value, reason: reason, message: message, at: plane.timestamp,
                touching: ["lastUpdateTime"])
        }
        let known = status.condition("Progressing")
        let reason = known?["reason"]?.string
        if complete {
            set(true, "NewReplicaSetAvailable", "ReplicaSet \"\(name)\" has successfully progressed.")
            return nil
        }
        if rollout.created {
            set(true, "NewReplicaSetCreated", "Created new replica set \"\(name)\"")
        } else if advanced || known == nil || reason == "NewReplicaSetAvailable" {
            status.removeCondition("Progressing")
            set(true, "ReplicaSetUpdated", "ReplicaSet \"\(name)\" is progressing.")
            if let first = known?["lastTransitionTime"], known?["status"]?.string == "True" {
                restore(&status, first)
            }
        }
        guard let limit = deployment[path: "spec", "progressDeadlineSeconds"]?.integer,
            limit < Int(Int32.max),
            reason != "ProgressDeadlineExceeded" || advanced || rollout.created
        else { return nil }
        let since = Timestamp.parse(status.condition("Progressing")?["lastUpdateTime"]?.string) ?? plane.now
        let end = plane.date(Double(limit), after: since)
        guard end <= plane.now else { return end }
        set(false, "ProgressDeadlineExceeded", "ReplicaSet \"\(name)\" has timed out progressing.")
        return nil
    }

    private func restore(_ status: inout JSONValue, _ transition: JSONValue) {
        guard var conditions = status["conditions"]?.array,
            let index = conditions.firstIndex(where: { $0["type"]?.string == "Progressing" })
        else { return }
        conditions[index]["lastTransitionTime"] = transition
        status["conditions"] = .array(conditions)
    }

    private func count(_ status: JSONValue, _ field: String) -> Int { status[field]?.integer ?? 0 }
}
