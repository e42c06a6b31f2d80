import Foundation
import Kubernetes
import Synchronization

/// The nodes' part: starts the containers of scheduled pods, reports on them and takes deleted pods away.
final class Kubelet: Controller {
    private struct State {
        var memories: [String: PodMemory] = [:]
        var images: [String: Set<String>] = [:]
    }

    private let state = Mutex(State())

    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        switch change.key.kind {
        case .pod:
            let own = change.operation == .deleted ? [] : [change.key]
            guard isDatabase(change.object), isReady(change.object) != change.previous.map(isReady) else {
                return own
            }
            return own + unready(in: change.key.namespace, plane, orNeedingDatabase: true)
        case .secret, .configMap:
            guard change.operation != .deleted else { return [] }
            return unready(in: change.key.namespace, plane, orNeedingDatabase: false)
        default: return []
        }
    }

    func forget(_ change: ObjectChange) {
        guard change.key.kind == .pod else { return }
        state.withLock { $0.memories[change.object.uid] = nil }
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let pod = plane.store.get(key), let node = pod[path: "spec", "nodeName"]?.string else {
            return nil
        }
        let phase = pod[path: "status", "phase"]?.string
        if pod.isBeingDeleted { return try terminate(pod, key, plane) }
        guard phase != "Succeeded", phase != "Failed" else { return nil }
        let (memory, images) = state.withLock { ($0.memories[pod.uid] ?? PodMemory(), $0.images[node] ?? []) }
        var run = PodRun(
            pod, plane, memory: memory, images: images, databaseReady: databaseReady(for: pod, plane))
        run.advance()
        let status = run.status
        state.withLock {
            $0.memories[pod.uid] = run.memory
            $0.images[node, default: []].formUnion(run.images)
        }
        for notice in run.notices {
            let list = notice.container?.initial == true ? "initContainers" : "containers"
            plane.record(
                notice.type, notice.reason, notice.message, about: pod, .pod, by: "kubelet", host: node,
                field: notice.container.map { "spec.\(list){\($0.name)}" })
        }
        try plane.setStatus(key) { $0 = status }
        return run.due
    }

    /// Ends a deleted pod's containers, which takes a moment or its grace period, whichever is shorter.
    private func terminate(_ pod: JSONValue, _ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure)
        -> Date?
    {
        let grace = pod[path: "metadata", "deletionGracePeriodSeconds"]?.integer ?? 0
        let stamp = Timestamp.parse(pod[path: "metadata", "deletionTimestamp"]?.string) ?? plane.now
        let asked = stamp.addingTimeInterval(-Double(grace))
        let (first, start) = state.withLock { state in
            let first = state.memories[pod.uid]?.moments["killing"] == nil
            let start = state.memories[pod.uid, default: PodMemory()].moment("killing", nil, or: plane.now)
            return (first, start)
        }
        let running = (pod[path: "status", "containerStatuses"]?.array ?? []).filter {
            $0[path: "state", "running"] != nil
        }
        if first {
            for container in running {
                let name = container["name"]?.string ?? ""
                plane.record(
                    .normal, "Killing", "Stopping container \(name)", about: pod, .pod, by: "kubelet",
                    host: pod[path: "spec", "nodeName"]?.string, field: "spec.containers{\(name)}")
            }
        }
        let end = min(
            plane.date(running.isEmpty ? 0.1 : 1.2, after: start),
            max(asked.addingTimeInterval(Double(grace)), start))
        guard plane.now >= end else { return end }
        try plane.delete(key, uid: pod.uid, propagation: nil, grace: 0)
        return nil
    }

    private func databaseReady(for pod: JSONValue, _ plane: ControlPlane) -> Bool {
        let spec = pod["spec"]
        let needs =
            (spec?["containers"]?.array ?? []).contains { self.needsDatabase($0, false) }
            || (spec?["initContainers"]?.array ?? []).contains { self.needsDatabase($0, true) }
        guard needs else { return true }
        let databases = plane.list(.pod, in: pod.namespace).filter(isDatabase)
        return databases.isEmpty || databases.contains(where: isReady)
    }

    private func needsDatabase(_ container: JSONValue, _ initial: Bool) -> Bool {
        ImageProfile.of(
            image: container["image"]?.string ?? "", container: container["name"]?.string ?? "",
            initial: initial
        ).needsDatabase
    }

    private func isDatabase(_ pod: JSONValue) -> Bool {
        pod[path: "spec", "restartPolicy"]?.string ?? "Always" == "Always"
            && (pod[path: "spec", "containers"]?.array ?? []).contains {
                ImageProfile.isDatabase(image: $0["image"]?.string ?? "")
            }
    }

    private func isReady(_ pod: JSONValue) -> Bool {
        !pod.isBeingDeleted && pod["status"]?.isTrue("Ready") ?? false
    }

    private func unready(
        in namespace: String?, _ plane: ControlPlane, orNeedingDatabase: Bool
    ) -> [ObjectKey] {
        plane.list(.pod, in: namespace).filter { pod in
            let phase = pod[path: "status", "phase"]?.string
            guard phase != "Succeeded", phase != "Failed" else { return false }
            return orNeedingDatabase || !isReady(pod)
        }.map { ObjectKey(.pod, $0) }
    }
}
