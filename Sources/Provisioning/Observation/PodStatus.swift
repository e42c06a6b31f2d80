internal import Domain
internal import Kubernetes

/// A pod's one-word status, worked out as kubectl's STATUS column is.
struct PodStatus: Hashable, Sendable {
    var reason: String
    var message: String
    var condition: PodSummary.Condition

    init(_ pod: Pod) {
        var reason = pod.reason ?? pod.phase
        var message = pod.message ?? ""
        var isInitializing = false
        for (index, status) in pod.initContainerStatuses.enumerated() {
            switch status.state {
            case .terminated(_, 0, _, _): continue
            case .terminated(let why, let code, let text, _):
                reason = "Init:" + (why ?? "ExitCode:\(code)")
                message = text ?? ""
            case .waiting(let why?, let text) where why != "PodInitializing":
                reason = "Init:" + why
                message = text ?? ""
            default:
                reason = "Init:\(index)/\(pod.initContainers.count)"
            }
            isInitializing = true
            break
        }
        if !isInitializing {
            var isRunning = false
            for status in pod.containerStatuses.reversed() {
                switch status.state {
                case .waiting(let why?, let text):
                    reason = why
                    message = text ?? ""
                case .terminated(let why, let code, let text, _):
                    reason = why ?? "ExitCode:\(code)"
                    message = text ?? ""
                case .running where status.ready: isRunning = true
                default: break
                }
            }
            if reason == "Completed", isRunning { reason = pod.isReady ? "Running" : "NotReady" }
        }
        if let scheduled = pod.conditions["PodScheduled"], scheduled.status == "False", pod.phase == "Pending"
        {
            reason = scheduled.reason ?? reason
            message = scheduled.message ?? ""
        }
        if pod.isTerminating { reason = "Terminating" }
        self.reason = reason
        self.message = message
        condition = Self.condition(of: pod, reason: reason)
    }

    private static func condition(of pod: Pod, reason: String) -> PodSummary.Condition {
        if pod.isTerminating { return .terminating }
        if pod.phase == "Succeeded" { return .completed }
        let isOfJob = pod.metadata.ownerReferences.contains { $0.kind == "Job" }
        // A Job makes a new pod for each try: one that ended badly isn't trouble until the Job gives up.
        if pod.phase == "Failed" { return isOfJob ? .completed : .failing }
        let word = reason.hasPrefix("Init:") ? String(reason.dropFirst(5)) : reason
        if failures.contains(word) || word.hasPrefix("ExitCode:") { return .failing }
        if pod.isReady { return .ready }
        if pod.phase == "Running" { return .running }
        return pod.nodeName == nil ? .pending : .starting
    }

    /// The container states that don't pass by themselves within moments.
    static let failures: Set<String> = [
        "ImagePullBackOff", "ErrImagePull", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable",
        "CrashLoopBackOff", "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
        "OOMKilled", "Error", "Evicted", "ContainerCannotRun", "StartError", "DeadlineExceeded",
    ]
}

extension PodSummary {
    init(_ pod: Pod) {
        let status = PodStatus(pod)
        self.init(
            id: pod.metadata.uid, name: pod.metadata.name,
            component: pod.metadata.labels["app.kubernetes.io/component"] ?? "", condition: status.condition,
            reason: status.reason, message: status.message, readyContainers: pod.readyContainers,
            containers: max(pod.containers.count, 1), restarts: pod.restarts, node: pod.nodeName ?? "",
            startedAt: pod.startTime ?? pod.metadata.creationTimestamp)
    }
}
