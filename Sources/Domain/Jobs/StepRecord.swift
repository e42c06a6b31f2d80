package import FoundationEssentials

/// What is known of one step of a job.
package struct StepRecord: Hashable, Sendable, Codable {
    package enum State: String, Sendable, Codable {
        case pending, running, succeeded, failed, skipped
    }

    package var name: StepName
    package var state: State
    package var startedAt: Date?
    package var finishedAt: Date?
    /// What it waits for or what came of it, in a few words.
    package var detail: String

    package init(
        name: StepName, state: State = .pending, startedAt: Date? = nil, finishedAt: Date? = nil,
        detail: String = ""
    ) {
        self.name = name
        self.state = state
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.detail = detail
    }

    /// How long it has taken so far or took; nil before it began.
    package func elapsed(at now: Date) -> TimeInterval? {
        startedAt.map { max(0, (finishedAt ?? now).timeIntervalSince($0)) }
    }
}
