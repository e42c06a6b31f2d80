/// A Deployment, StatefulSet or Job of a store.
package struct WorkloadSummary: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case deployment = "Deployment"
        case statefulSet = "StatefulSet"
        case job = "Job"
    }

    package var kind: Kind
    package var name: String
    /// Pods wanted; for a Job its completions.
    package var wanted: Int
    /// Pods ready; for a Job its successes.
    package var ready: Int
    /// Whether its controller has seen the newest spec and finished rolling it out.
    package var isSettled: Bool
    /// Why it can't get there, in Kubernetes' words (`ProgressDeadlineExceeded: …`), or nil.
    package var failure: String?
    /// Whether its failure is final, so that waiting doesn't help.
    package var hasFailed: Bool

    package init(
        kind: Kind, name: String, wanted: Int, ready: Int, isSettled: Bool, failure: String? = nil,
        hasFailed: Bool = false
    ) {
        self.kind = kind
        self.name = name
        self.wanted = wanted
        self.ready = ready
        self.isSettled = isSettled
        self.failure = failure
        self.hasFailed = hasFailed
    }

    /// Whether nothing is left to wait for.
    package var isReady: Bool { isSettled && ready >= wanted && !hasFailed }
}
