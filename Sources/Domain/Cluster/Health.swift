/// How a store is doing, derived from the watches whenever it's asked for and never stored.
package enum Health: String, Hashable, Sendable, CaseIterable {
    case healthy, progressing, degraded, unknown
}

extension StoreObservation {
    /// The store's health, given what is recorded of it.
    package func health(phase: StorePhase) -> Health {
        if case .terminating = namespaceState { return phase == .deleting ? .progressing : .degraded }
        if phase == .archived { return .healthy }
        if problem != nil { return .degraded }
        if phase.isInMotion { return .progressing }
        if !missing.isEmpty { return .degraded }
        let serving = workloads.filter { $0.kind != .job }
        if serving.isEmpty { return .degraded }
        return workloads.allSatisfy(\.isReady) ? .healthy : .progressing
    }

    /// The first thing that is wrong with a store of which that is recorded: while a job works on it, nothing is
    /// missing.
    package func problem(phase: StorePhase) -> String? {
        if let problem { return problem }
        guard !phase.isInMotion, phase != .archived, !missing.isEmpty else { return nil }
        return Drift.workloadsMissing(missing).explanation
    }

    /// The first thing that is wrong, such as `ImagePullBackOff: …`, or nil.
    package var problem: String? {
        if let workload = workloads.first(where: { $0.failure != nil }), let failure = workload.failure {
            return "\(workload.kind.rawValue) \(workload.name): \(failure)"
        }
        guard let pod = pods.first(where: { $0.condition == .failing }) else { return nil }
        return "\(pod.name): \(pod.reason)" + (pod.message.isEmpty ? "" : ": \(pod.message)")
    }
}
