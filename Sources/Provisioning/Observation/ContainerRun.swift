internal import Domain
internal import Kubernetes

/// One run of a container, from a start to an end.
struct ContainerRun: Hashable, Sendable {
    let pod: String
    private let uid: String
    let container: String
    private let restarts: Int
    /// Whether it's the container that the pod is for.
    private let isFirst: Bool

    private init(_ status: ContainerStatus, in pod: Pod) {
        self.pod = pod.metadata.name
        uid = pod.metadata.uid
        container = status.name
        restarts = status.restartCount
        isFirst = pod.containers.first?.name == status.name
    }

    func line(_ line: TimedLogLine) -> LogLine {
        LogLine(pod: pod, container: isFirst ? nil : container, time: line.time, text: line.text)
    }

    /// The runs that have written something, and whether each still goes on.
    static func current(_ pod: Pod) -> [ContainerRun: Bool] {
        var runs: [ContainerRun: Bool] = [:]
        for status in pod.initContainerStatuses + pod.containerStatuses {
            switch status.state {
            case .running: runs[ContainerRun(status, in: pod)] = true
            case .terminated: runs[ContainerRun(status, in: pod)] = false
            // Between two runs the log is that of the one before.
            case .waiting: if status.lastState != nil { runs[ContainerRun(status, in: pod)] = false }
            }
        }
        return runs
    }

    /// Those whose container ran before the present run.
    static func previous(_ pod: Pod) -> [ContainerRun] {
        (pod.initContainerStatuses + pod.containerStatuses).filter { $0.lastState != nil }
            .map { ContainerRun($0, in: pod) }
    }
}

/// Which runs of containers there are, as a watch tells.
struct ContainerRoll: Sendable {
    private let pod: String?
    private var runs: [String: [ContainerRun: Bool]] = [:]
    private var begun: Set<ContainerRun> = []

    /// - Parameter pod: the only one of interest; nil where all are.
    init(pod: String?) { self.pod = pod }

    /// The runs that are new by what the watch tells.
    mutating func begun(by event: ReflectorEvent<Pod>) -> [ContainerRun] {
        switch event {
        case .replaced(let pods):
            runs = [:]
            for pod in pods { note(pod) }
        case .upserted(let pod): note(pod)
        case .deleted(let pod): runs[pod.metadata.uid] = nil
        case .connection: return []
        }
        let all = Set(runs.values.flatMap(\.keys))
        defer { begun = all }
        return all.subtracting(begun).sorted { ($0.pod, $0.container) < ($1.pod, $1.container) }
    }

    func isRunning(_ run: ContainerRun) -> Bool { runs.values.contains { $0[run] == true } }

    private mutating func note(_ pod: Pod) {
        if let wanted = self.pod, wanted != pod.metadata.name { return }
        runs[pod.metadata.uid] = ContainerRun.current(pod)
    }
}
