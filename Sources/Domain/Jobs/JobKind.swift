/// What a job does to its store.
package enum JobKind: String, Sendable, Codable, CaseIterable {
    case create, delete, upgrade, rollback

    /// The phase of a store while such a job waits for its turn.
    package var phaseWhenQueued: StorePhase {
        switch self {
        case .create: .queued
        case .delete: .deleting
        case .upgrade, .rollback: .upgrading
        }
    }

    /// The phase of a store while such a job runs.
    package var phaseWhenRunning: StorePhase { self == .create ? .provisioning : phaseWhenQueued }

    /// The steps it takes, in order.
    package var steps: [StepName] {
        switch self {
        case .create: [.namespace, .guardrails, .credentials, .release, .workloads, .hosts]
        case .delete: [.release, .data, .namespace, .hosts]
        // An upgrade also mends what somebody took away since the store was made.
        case .upgrade: [.namespace, .guardrails, .credentials, .release, .workloads, .hosts]
        case .rollback: [.release, .workloads, .guardrails, .hosts]
        }
    }
}
