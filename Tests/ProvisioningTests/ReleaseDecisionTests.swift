import Helm
import Testing

@testable import Provisioning

@Suite("What is done about a release, by its newest revision")
struct ReleaseDecisionTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let newest: ReleaseState?
        var isOurs = false
        var hasDeployed = false
        let decision: ReleaseDecision

        var testDescription: String {
            "\(newest.map(\.rawValue) ?? "none")\(isOurs ? ", ours" : "")\(hasDeployed ? ", deployed once" : "")"
        }
    }

    @Test(
        "to bring it up",
        arguments: [
            Row(newest: nil, decision: .apply),
            Row(newest: .deployed, isOurs: true, hasDeployed: true, decision: .settled),
            Row(newest: .deployed, hasDeployed: true, decision: .apply),
            Row(newest: .failed, isOurs: true, decision: .apply),
            Row(newest: .failed, isOurs: true, hasDeployed: true, decision: .apply),
            Row(newest: .superseded, hasDeployed: true, decision: .apply),
            Row(newest: .uninstalling, isOurs: true, decision: .replace),
            Row(newest: .uninstalled, isOurs: true, decision: .replace),
            Row(newest: .pendingInstall, isOurs: true, decision: .replace),
            Row(newest: .pendingUpgrade, isOurs: true, hasDeployed: true, decision: .rollBackThenApply),
            Row(newest: .pendingUpgrade, isOurs: true, decision: .replace),
            Row(newest: .pendingRollback, hasDeployed: true, decision: .rollBackThenApply),
            Row(newest: .unknown, decision: .apply),
        ])
    func applying(row: Row) {
        #expect(
            ReleaseDecision.toApply(newest: row.newest, isOurs: row.isOurs, hasDeployed: row.hasDeployed)
                == row.decision)
    }

    @Test("to take it away, every recorded state is uninstalled and none is nothing to do")
    func removing() {
        #expect(ReleaseDecision.toRemove(newest: nil) == .settled)
        for state in ReleaseState.allCases { #expect(ReleaseDecision.toRemove(newest: state) == .uninstall) }
    }
}
