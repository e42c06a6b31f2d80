package import FoundationEssentials

/// An accepted action on a store, kept until long after it ended.
package struct Job: Identifiable, Hashable, Sendable {
    package let id: JobID
    package let storeID: StoreID
    package let storeName: StoreName
    package let cluster: String
    package let kind: JobKind
    package var parameters: JobParameters
    package var state: JobState
    /// How many times it has been begun; a resume after its worker died is not a new attempt.
    package var attempt: Int
    /// The fencing token: each claim raises it, and a write with an older one is refused.
    package var token: Int64
    /// Not begun before this time.
    package var runAt: Date
    package var createdAt: Date
    package var startedAt: Date?
    package var finishedAt: Date?
    package var failure: JobFailure?
    package var steps: [StepRecord]
    /// Who asked, as a `Requester` describes itself.
    package var requestedBy: String
    /// Who wants it cancelled, as `requestedBy`; it goes on until what it began is undone.
    package var cancelRequestedBy: String?

    package init(
        id: JobID, storeID: StoreID, storeName: StoreName, cluster: String, kind: JobKind,
        parameters: JobParameters = JobParameters(), state: JobState = .queued, attempt: Int = 0,
        token: Int64 = 0, runAt: Date, createdAt: Date, startedAt: Date? = nil, finishedAt: Date? = nil,
        failure: JobFailure? = nil, steps: [StepRecord]? = nil, requestedBy: String,
        cancelRequestedBy: String? = nil
    ) {
        self.id = id
        self.storeID = storeID
        self.storeName = storeName
        self.cluster = cluster
        self.kind = kind
        self.parameters = parameters
        self.state = state
        self.attempt = attempt
        self.token = token
        self.runAt = runAt
        self.createdAt = createdAt
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.failure = failure
        self.steps = steps ?? kind.steps.map { StepRecord(name: $0) }
        self.requestedBy = requestedBy
        self.cancelRequestedBy = cancelRequestedBy
    }

    /// The step under way, or nil.
    package var currentStep: StepRecord? { steps.first { $0.state == .running } }
}
