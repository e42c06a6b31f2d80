package import Domain
import Terminal

/// A store with what the cluster shows of it, worked out once whenever either changes.
package struct StoreRow: Hashable, Sendable, Identifiable {
    package let store: Store
    package let observation: StoreObservation?
    package let health: Health
    /// Pods that serve and are ready, of those wanted; nil while the cluster hasn't been seen.
    let pods: (ready: Int, wanted: Int)?
    /// How the cluster isn't as it was left, as far as that's been seen.
    package let drifts: [Drift]
    /// What is wrong with it, for people.
    package let problem: String?
    let look: StatusLook
    let urgency: Urgency

    package var id: StoreID { store.id }

    /// - Parameters:
    ///   - isSeen: whether the cluster has been seen at all, so that what isn't there is missing.
    ///   - releases: nil where they haven't been looked at.
    ///   - operations: the jobs that are known.
    init(
        store: Store, observation: StoreObservation?, isSeen: Bool = false, releases: [ReleaseSummary]? = nil,
        operations: Set<JobID> = []
    ) {
        self.store = store
        let isOthers = observation?.storeID.map { $0 != store.id } ?? false
        drifts =
            isSeen ? store.drifts(seen: observation, releases: releases, operations: operations) : []
        let observation = isOthers ? nil : observation
        self.observation = observation
        let phase = store.status.phase
        health = observation?.health(phase: phase) ?? .unknown
        pods = observation.map(Self.pods)
        // A pod that crashes is told as the pod's trouble already.
        let drift = drifts.first { if case .crashLooping = $0 { false } else { true } }
        problem =
            isOthers
            ? "the namespace \(store.namespace) belongs to another store"
            : drift?.explanation ?? observation?.problem ?? store.status.lastError
        urgency = drift == nil ? Urgency(phase: phase, health: health) : .trouble
        let look = Self.look(phase: phase, health: health, reason: Self.reason(observation))
        self.look = drift.map { StatusLook(mark: .warning, word: $0.title, role: .warning) } ?? look
    }

    /// The pods in the order in which they show: those that have done their work come last.
    var shownPods: [PodSummary] {
        let pods = observation?.pods ?? []
        return pods.filter { $0.condition != .completed } + pods.filter { $0.condition == .completed }
    }

    var podsText: String { pods.map { "\($0.ready)/\($0.wanted)" } ?? "?" }

    private static func pods(_ observation: StoreObservation) -> (ready: Int, wanted: Int) {
        let serving = observation.workloads.filter { $0.kind != .job }
        if serving.isEmpty {
            let pods = observation.pods.filter { $0.condition != .completed }
            return (pods.count { $0.condition == .ready }, pods.count)
        }
        return (serving.reduce(0) { $0 + $1.ready }, serving.reduce(0) { $0 + $1.wanted })
    }

    /// Kubernetes' own word for what is wrong, such as `ImagePullBackOff`.
    private static func reason(_ observation: StoreObservation?) -> String? {
        observation?.pods.first { $0.condition == .failing }?.reason
    }

    private static func look(phase: StorePhase, health: Health, reason: String?) -> StatusLook {
        switch phase {
        case .failed: return StatusLook(mark: .cross, word: "failed", role: .failed)
        case .archived: return StatusLook(mark: .hollow, word: "archived", role: .muted)
        case .deleting: return StatusLook(mark: .half, word: "deleting", role: .progress)
        case .queued: return StatusLook(mark: .hollow, word: "queued", role: .progress)
        case .provisioning, .upgrading:
            if let reason { return StatusLook(mark: .warning, word: reason, role: .failed) }
            return StatusLook(mark: .half, word: phase.rawValue, role: .progress)
        case .ready:
            switch health {
            case .healthy: return StatusLook(mark: .dot, word: "ready", role: .ready)
            case .progressing: return StatusLook(mark: .half, word: "progressing", role: .progress)
            case .degraded: return StatusLook(mark: .warning, word: reason ?? "degraded", role: .failed)
            case .unknown: return StatusLook(mark: .hollow, word: "unknown", role: .unknown)
            }
        }
    }

    package static func == (left: StoreRow, right: StoreRow) -> Bool {
        left.store == right.store && left.observation == right.observation && left.drifts == right.drifts
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(store.id) }
}

/// How soon somebody should look at a store; the first ones need it most.
package enum Urgency: Int, Comparable, Hashable, Sendable, CaseIterable {
    case trouble, moving, unknown, fine, archived

    init(phase: StorePhase, health: Health) {
        self =
            switch (phase, health) {
            case (.failed, _), (_, .degraded): .trouble
            case (.archived, _): .archived
            case (.ready, .healthy): .fine
            case (.ready, .unknown): .unknown
            default: .moving
            }
    }

    package static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
}
