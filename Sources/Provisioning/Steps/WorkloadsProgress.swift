internal import Domain
internal import Foundation

/// What a waiting job has heard of its workloads.
actor WorkloadsProgress {
    private var assessment: WorkloadsAssessment

    /// - Parameter since: when the present revision was recorded; refusals before that were another's.
    init(since: Date?) { assessment = WorkloadsAssessment(since: since) }

    func observe(_ observation: StoreObservation?) -> WorkloadsAssessment {
        assessment.observation = observation
        return assessment
    }

    func observe(_ events: [ClusterEvent]) -> WorkloadsAssessment {
        assessment.observe(events)
        return assessment
    }

    var current: WorkloadsAssessment { assessment }
}
