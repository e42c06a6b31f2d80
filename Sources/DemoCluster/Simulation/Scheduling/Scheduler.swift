import Foundation
import Kubernetes

/// Gives pods their nodes, once their volume claims are there and bound.
struct Scheduler: Controller {
    static let selectedNode = "volume.kubernetes.io/selected-node"

    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .pod: change.operation == .deleted ? [] : pending([change.object])
        case .persistentVolumeClaim: pending(plane.list(.pod, in: change.key.namespace))
        case .node: change.operation == .added ? pending(plane.list(.pod, in: nil)) : []
        default: []
        }
    }

    private func pending(_ pods: [JSONValue]) -> [ObjectKey] {
        pods.filter { $0[path: "spec", "nodeName"]?.string == nil && !$0.isBeingDeleted }.map {
            ObjectKey(.pod, $0)
        }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let pod = plane.store.get(key), !pod.isBeingDeleted,
            pod[path: "spec", "nodeName"]?.string == nil
        else { return nil }
        let nodes = plane.list(.node, in: nil).sorted { $0.name < $1.name }
        let claims = claimNames(pod)
        for name in claims where plane.get(.persistentVolumeClaim, pod.namespace, name) == nil {
            return try refuse(
                pod, key, plane,
                "0/\(nodes.count) nodes are available: persistentvolumeclaim \"\(name)\" not found."
                    + " preemption: 0/\(nodes.count) nodes are available: \(nodes.count) Preemption is not helpful for scheduling."
            )
        }
        let pinned = claims.compactMap { name in
            plane.get(.persistentVolumeClaim, pod.namespace, name)?.annotation(Self.selectedNode)
        }
        let (fitting, obstacles) = fit(pod, nodes, pinned: Set(pinned))
        guard !fitting.isEmpty else {
            let why = obstacles.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(
                separator: ", ")
            return try refuse(
                pod, key, plane,
                "0/\(nodes.count) nodes are available: \(why). preemption: 0/\(nodes.count) nodes are available:"
                    + " \(nodes.count) No preemption victims found for incoming pod.")
        }
        let node = fitting[Int(StableHash.of(pod.uid) % UInt64(fitting.count))]
        var unbound = false
        for name in claims {
            guard let claim = plane.get(.persistentVolumeClaim, pod.namespace, name) else { continue }
            guard claim[path: "status", "phase"]?.string != "Bound" else { continue }
            unbound = true
            guard claim.annotation(Self.selectedNode) == nil else { continue }
            try plane.change(ObjectKey(.persistentVolumeClaim, claim)) {
                $0.setAnnotation(Self.selectedNode, node.name)
            }
        }
        guard !unbound else { return nil }
        try plane.change(key, subresource: "binding") { pod in
            guard pod[path: "spec", "nodeName"]?.string == nil else { return }
            pod["spec"]?["nodeName"] = .string(node.name)
            var status = pod["status"] ?? [:]
            status["phase"] = status["phase"] ?? "Pending"
            status.setCondition("PodScheduled", true, at: plane.timestamp)
            pod["status"] = status
        }
        plane.record(
            .normal, "Scheduled", "Successfully assigned \(pod.namespace ?? "")/\(pod.name) to \(node.name)",
            about: pod, .pod, by: "default-scheduler")
        return nil
    }

    private func claimNames(_ pod: JSONValue) -> [String] {
        (pod[path: "spec", "volumes"]?.array ?? []).compactMap { volume in
            if volume["ephemeral"] != nil { return "\(pod.name)-\(volume["name"]?.string ?? "")" }
            return volume[path: "persistentVolumeClaim", "claimName"]?.string
        }
    }

    private func refuse(
        _ pod: JSONValue, _ key: ObjectKey, _ plane: ControlPlane, _ message: String
    ) throws(APIFailure) -> Date? {
        if pod["status"]?.condition("PodScheduled")?["message"]?.string != message {
            plane.record(.warning, "FailedScheduling", message, about: pod, .pod, by: "default-scheduler")
        }
        try plane.setStatus(key) { status in
            status["phase"] = "Pending"
            status.setCondition(
                "PodScheduled", false, reason: "Unschedulable", message: message, at: plane.timestamp)
        }
        return nil
    }

    /// The nodes that could take the pod on their own, and why the others couldn't. A volume is on one node
    /// only, and so are the pods that use it.
    private func fit(_ pod: JSONValue, _ nodes: [JSONValue], pinned: Set<String>) -> (
        [JSONValue], [String: Int]
    ) {
        var fitting: [JSONValue] = []
        var obstacles: [String: Int] = [:]
        let wanted = PodResources.requests(of: pod)
        let selector = LabelSelector(equalTo: pod[path: "spec", "nodeSelector"]?.object ?? [:])
        for node in nodes {
            if node[path: "spec", "unschedulable"]?.bool == true {
                obstacles["node(s) were unschedulable", default: 0] += 1
            } else if !selector.matches(node.labels) {
                obstacles["node(s) didn't match Pod's node affinity/selector", default: 0] += 1
            } else if pinned.contains(where: { $0 != node.name }) {
                obstacles["node(s) had volume node affinity conflict", default: 0] += 1
            } else if let short = wanted.sorted(by: { $0.key < $1.key }).first(where: { name, amount in
                amount > (ResourceAmount(node[path: "status", "allocatable"]?[name]) ?? .zero)
            }) {
                obstacles["Insufficient \(short.key)", default: 0] += 1
            } else {
                fitting.append(node)
            }
        }
        return (fitting, obstacles)
    }
}
