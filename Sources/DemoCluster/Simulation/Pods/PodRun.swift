import Foundation
import Kubernetes

/// One look at a scheduled pod: takes each container as far as the time and what it needs allow.
struct PodRun {
    struct Notice {
        let type: EventType
        let reason: String
        let message: String
        let container: ContainerRecord?
    }

    let pod: JSONValue
    let plane: ControlPlane
    let script: PodScript
    let requirements: PodRequirements
    /// Whether the namespace's database answers; true where there is none.
    let databaseReady: Bool
    /// When the kubelet took up the pod.
    let began: Date
    private(set) var initial: [ContainerRecord]
    private(set) var regular: [ContainerRecord]
    var memory: PodMemory
    /// The images on the pod's node.
    var images: Set<String>
    var notices: [Notice] = []
    /// When to look again.
    private(set) var due: Date?
    var evicted = false
    var jobFailed = false

    init(
        _ pod: JSONValue, _ plane: ControlPlane, memory: PodMemory, images: Set<String>, databaseReady: Bool
    ) {
        self.pod = pod
        self.plane = plane
        self.images = images
        self.databaseReady = databaseReady
        script = PodScript(pod)
        requirements = PodRequirements(plane: plane, namespace: pod.namespace ?? "")
        var memory = memory
        let status = pod["status"] ?? [:]
        began = memory.moment("began", status["startTime"], or: plane.now)
        self.memory = memory
        let spec = pod["spec"] ?? [:]
        initial = (spec["initContainers"]?.array ?? []).map { ContainerRecord($0, initial: true, in: status) }
        regular = (spec["containers"]?.array ?? []).map { ContainerRecord($0, initial: false, in: status) }
    }

    var node: String { pod[path: "spec", "nodeName"]?.string ?? "" }
    var restartPolicy: String { pod[path: "spec", "restartPolicy"]?.string ?? "Always" }
    var initialized: Bool { initial.allSatisfy { $0.exitCode == 0 || $0.isSidecar && $0.running != nil } }

    mutating func advance() {
        if activeFailure == .evicted, regular.contains(where: { $0.running != nil }) || elapsed(0.5) {
            return evict()
        }
        for index in initial.indices where initial[index].status["state"]?.object?.isEmpty ?? true {
            initial[index].wait("PodInitializing")
        }
        for index in regular.indices where regular[index].status["state"]?.object?.isEmpty ?? true {
            regular[index].wait(initial.isEmpty ? "ContainerCreating" : "PodInitializing")
        }
        if let missing = requirements.missingVolume(pod) {
            memory.moments["mounted"] = nil
            if !regular.contains(where: { $0.running != nil }) {
                return say(.warning, "FailedMount", missing, once: "mount/" + missing)
            }
        }
        var from = memory.moment("mounted", pod[path: "status", "startTime"], or: plane.now)
        for index in initial.indices {
            var container = initial[index]
            if container.exitCode != 0 { from = step(&container, from: from) }
            initial[index] = container
            if container.exitCode == 0 {
                from = memory.moment(
                    "ended/" + container.name, container.terminated?["finishedAt"], or: plane.now)
            } else if !(container.isSidecar && container.running != nil) {
                return
            }
        }
        for index in regular.indices {
            var container = regular[index]
            // A container that can't start holds up none of the others.
            let next = step(&container, from: from)
            if next != .distantFuture { from = next }
            regular[index] = container
        }
        if phase == "Succeeded" || phase == "Failed" {
            for index in initial.indices where initial[index].running != nil {
                initial[index].end(0, reason: "Completed", at: plane.now)
            }
        }
    }

    /// Looks again at that moment at the latest.
    mutating func look(at date: Date) { due = min(due ?? date, date) }

    /// Whether so many simulated seconds have passed since the pod began; looks again then if not.
    mutating func elapsed(_ seconds: Double) -> Bool {
        let end = plane.date(seconds, after: began)
        if plane.now >= end { return true }
        look(at: end)
        return false
    }

    /// What is wrong with the pod at the moment; looks again when it heals.
    var activeFailure: PodFailure? {
        mutating get {
            guard let failure = script.failure else { return nil }
            guard let failFor = script.failFor else { return failure }
            return elapsed(failFor) ? nil : failure
        }
    }

    mutating func failure(of container: ContainerRecord) -> PodFailure? {
        container.name == script.failContainer ? activeFailure : nil
    }

    /// A table's duration, a little shorter or longer for each pod.
    func varied(_ seconds: Double, _ container: ContainerRecord) -> Double {
        let share = Double(StableHash.of(pod.uid, container.name) % 1000) / 1000
        return seconds * (0.9 + 0.2 * share)
    }

    /// Leaves a notice for the pod's events; with `once`, only the first time under that name.
    mutating func say(
        _ type: EventType, _ reason: String, _ message: String, of container: ContainerRecord? = nil,
        once: String? = nil
    ) {
        if let once, !memory.said.insert(once).inserted { return }
        notices.append(Notice(type: type, reason: reason, message: message, container: container))
    }

    private mutating func evict() {
        evicted = true
        for index in regular.indices where regular[index].running != nil {
            regular[index].end(137, reason: "Error", at: plane.now)
        }
        say(.warning, "Evicted", script.message ?? "The node was low on resource: memory.", once: "evicted")
    }

    /// One step of one container, or as many as can be taken at once. Returns when the next one may begin.
    private mutating func step(_ container: inout ContainerRecord, from: Date) -> Date {
        for _ in 0..<8 {
            let before = container.status
            let next: Date
            if container.running != nil {
                next = watchRunning(&container)
            } else if container.terminated != nil || container.waitingReason == "CrashLoopBackOff" {
                next = restart(&container, from: from)
            } else {
                next = create(&container, from: from)
            }
            if container.status == before || container.running == nil && container.terminated == nil {
                return next
            }
            if container.initial, container.exitCode == 0 { return next }
        }
        return plane.now
    }
}
