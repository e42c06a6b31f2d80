internal import Domain
internal import Foundation

/// How far the workloads of a store are, by what is known of them.
struct WorkloadsAssessment: Sendable {
    struct Verdict: Hashable, Sendable {
        var reason: String
        var message: String
    }

    var observation: StoreObservation?
    private let since: Date?
    private let expected: [WorkloadName]
    private var refusals: [String: ClusterEvent] = [:]

    /// - Parameters:
    ///   - since: refusals before that don't count.
    ///   - expected: what the revision consists of.
    init(since: Date? = nil, expected: [WorkloadName] = []) {
        self.since = since
        self.expected = expected
    }

    mutating func observe(_ events: [ClusterEvent]) {
        for event in events where event.isWarning && event.reason == "FailedCreate" {
            if let since, event.lastSeen < since { continue }
            refusals[event.object] = event
        }
    }

    var isReady: Bool {
        guard let observation else { return false }
        let serving = observation.workloads.filter { $0.kind != .job }
        return !serving.isEmpty && missing.isEmpty && workloads.allSatisfy(\.isReady)
    }

    /// Those that count: a Job of an earlier revision that has failed says nothing of this one.
    private var workloads: [WorkloadSummary] {
        let all = observation?.workloads ?? []
        guard !expected.isEmpty else { return all }
        return all.filter { workload in
            !(workload.kind == .job && workload.hasFailed) || expected.contains { $0.names(workload) }
        }
    }

    private var missing: [WorkloadName] {
        expected.filter { name in !(observation?.workloads.contains { name.names($0) } ?? false) }
    }

    /// Whether there may be something that waiting doesn't help against.
    var hasTrouble: Bool { observation?.problem != nil || !refusals.isEmpty }

    /// In a few words, what isn't there yet.
    var waitingFor: String {
        guard let observation else { return "the cluster to show the namespace" }
        if observation.workloads.isEmpty { return "the workloads to appear" }
        let absent = missing.map { "\($0.kind.rawValue) \($0.name) is missing" }
        let unready = workloads.filter { !$0.isReady }
        let texts = unready.map { workload in
            let pod = observation.pods.first {
                $0.name.hasPrefix(workload.name) && $0.condition != .ready && $0.condition != .completed
            }
            let why = pod.map { ", \($0.reason)" } ?? ""
            // What isn't ready though all pods are has pods of the revision before among them.
            let count =
                workload.ready >= workload.wanted
                ? "to be rolled out" : "\(workload.ready)/\(workload.wanted)"
            return "\(workload.name) \(count)\(why)"
        }
        return (absent + texts).joined(separator: "; ")
    }

    /// Why it can't become ready, if it can't.
    var verdict: Verdict? {
        guard let observation else { return nil }
        if let failed = workloads.first(where: \.hasFailed) {
            return Verdict(
                reason: "WorkloadFailed",
                message:
                    "\(failed.kind.rawValue) \(failed.name) failed: \(failed.failure ?? "no reason given"). "
                    + "`urumi pods` and the pod's log tell more")
        }
        if let pod = observation.pods.first(where: { Self.isHopeless($0) }) {
            let detail = pod.message.isEmpty ? "" : ": \(pod.message)"
            return Verdict(
                reason: Self.word(pod.reason),
                message:
                    "pod \(pod.name) can't start: \(pod.reason)\(detail). Mend the image or the settings")
        }
        // A refused pod shows as a FailedCreate of its owner, which still lacks pods.
        for workload in workloads where !workload.isReady {
            let hasPod = observation.pods.contains { $0.name.hasPrefix(workload.name + "-") }
            guard !hasPod else { continue }
            if let failure = workload.failure, failure.hasPrefix("FailedCreate") {
                return refused(workload, failure)
            }
            if let event = refusals["\(workload.kind.rawValue)/\(workload.name)"] {
                return refused(workload, event.message)
            }
        }
        return nil
    }

    /// The reason of a verdict about pods that the API server refuses.
    static let refusal = "PodRefused"

    private func refused(_ workload: WorkloadSummary, _ text: String) -> Verdict {
        Verdict(
            reason: Self.refusal,
            message:
                "\(workload.kind.rawValue) \(workload.name) can't make its pods: \(text). Choose a larger "
                + "size, or smaller resources")
    }

    private static func isHopeless(_ pod: PodSummary) -> Bool {
        guard pod.condition == .failing else { return false }
        return hopeless.contains(word(pod.reason))
    }

    private static func word(_ reason: String) -> String {
        reason.hasPrefix("Init:") ? String(reason.dropFirst(5)) : reason
    }

    /// States that somebody has to do something about. A crash loop isn't one: a database that starts slowly
    /// makes its clients crash for a while.
    private static let hopeless: Set<String> = [
        "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError",
    ]
}
