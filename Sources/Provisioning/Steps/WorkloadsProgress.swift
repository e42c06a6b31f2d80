internal import Domain
internal import Foundation

/// What a waiting job has heard of its workloads.
actor WorkloadsProgress {
    private var assessment: WorkloadsAssessment

    /// - Parameters:
    ///   - since: when the present revision was recorded; refusals before that were another's.
    ///   - expected: what it consists of.
    init(since: Date?, expected: [WorkloadName]) {
        assessment = WorkloadsAssessment(since: since, expected: expected)
    }

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
