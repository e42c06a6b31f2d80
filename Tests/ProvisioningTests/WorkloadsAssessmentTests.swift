import Domain
import Testing

@testable import Provisioning

@Suite("How far a store's workloads are")
struct WorkloadsAssessmentTests {
    private static let web = WorkloadSummary(
        kind: .deployment, name: "shop-web", wanted: 1, ready: 1, isSettled: true)
    private static let setup = WorkloadSummary(
        kind: .job, name: "shop-setup-2", wanted: 1, ready: 1, isSettled: true)
    private static let oldSetup = WorkloadSummary(
        kind: .job, name: "shop-setup-1", wanted: 1, ready: 0, isSettled: false,
        failure: "BackoffLimitExceeded",
        hasFailed: true)
    private static let expected = [
        WorkloadName(kind: .deployment, name: "shop-web"), WorkloadName(kind: .job, name: "shop-setup-2"),
    ]

    private static func assessment(_ workloads: [WorkloadSummary]) -> WorkloadsAssessment {
        var assessment = WorkloadsAssessment(expected: expected)
        assessment.observation = StoreObservation(
            namespace: "store-shop", storeID: nil, workloads: workloads)
        return assessment
    }

    @Test("what the manifest names and isn't there is waited for")
    func missing() {
        #expect(Self.assessment([Self.web, Self.setup]).isReady)
        #expect(!Self.assessment([Self.web]).isReady)
        #expect(Self.assessment([Self.web]).waitingFor == "Job shop-setup-2 is missing")
    }

    @Test("an earlier revision's failed setup says nothing of this one")
    func earlier() {
        let assessment = Self.assessment([Self.web, Self.setup, Self.oldSetup])
        #expect(assessment.isReady && assessment.verdict == nil)
        #expect(WorkloadsAssessment().verdict == nil)
    }
}
