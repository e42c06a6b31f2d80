import Helm
import Testing

@testable import Provisioning

@Suite("What is done about a release, by its newest revision")
struct ReleaseDecisionTests {
    /// The columns; `*` where the newest revision is what the job itself brought about.
    static let actions: [(ReleaseAction, Bool)] = [
        (.create, false), (.create, true), (.upgrade, false), (.upgrade, true), (.rollback, false),
        (.rollback, true), (.delete, false), (.undoCreate, false), (.undoUpgrade, false),
        (.undoUpgrade, true),
    ]

    /// Where there's a revision to go back to.
    static let withReturn = """
        newest           create  create* upgrade upgrade* rollback rollback* delete    undo-cr.  undo-up.  undo-up.*
        none             apply   apply   apply   apply   refuse   refuse    settled   settled   refuse    refuse
        deployed         refuse  settled apply   settled rollBack settled   uninstall uninstall rollBack  settled
        failed           apply   apply   apply   apply   rollBack rollBack  uninstall uninstall rollBack  rollBack
        superseded       apply   apply   apply   apply   rollBack rollBack  uninstall uninstall rollBack  rollBack
        unknown          apply   apply   apply   apply   rollBack rollBack  uninstall uninstall rollBack  rollBack
        uninstalling     replace replace replace replace rollBack rollBack  uninstall uninstall rollBack  rollBack
        uninstalled      replace replace replace replace rollBack rollBack  uninstall uninstall rollBack  rollBack
        pending-install  replace replace replace replace rollBack rollBack  uninstall uninstall rollBack  rollBack
        pending-upgrade  rollBack rollBack rollBack rollBack rollBack rollBack uninstall uninstall rollBack rollBack
        pending-rollback rollBack rollBack rollBack rollBack rollBack rollBack uninstall uninstall rollBack rollBack
        """

    /// Where there's none.
    static let withoutReturn = """
        newest           create  create* upgrade upgrade* rollback rollback* delete    undo-cr.  undo-up.  undo-up.*
        none             apply   apply   apply   apply   refuse   refuse    settled   settled   refuse    refuse
        deployed         refuse  settled apply   settled refuse   settled   uninstall uninstall refuse    settled
        failed           apply   apply   apply   apply   refuse   refuse    uninstall uninstall refuse    refuse
        superseded       apply   apply   apply   apply   refuse   refuse    uninstall uninstall refuse    refuse
        unknown          apply   apply   apply   apply   refuse   refuse    uninstall uninstall refuse    refuse
        uninstalling     replace replace replace replace refuse   refuse    uninstall uninstall refuse    refuse
        uninstalled      replace replace replace replace refuse   refuse    uninstall uninstall refuse    refuse
        pending-install  replace replace replace replace refuse   refuse    uninstall uninstall refuse    refuse
        pending-upgrade  replace replace replace replace refuse   refuse    uninstall uninstall refuse    refuse
        pending-rollback replace replace replace replace refuse   refuse    uninstall uninstall refuse    refuse
        """

    @Test("for every action and every state", arguments: [(withReturn, true), (withoutReturn, false)])
    func table(text: String, canGoBack: Bool) throws {
        var seen: Set<String> = []
        for line in text.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: " ").map { String($0) }
            try #require(cells.count == Self.actions.count + 1)
            let newest = ReleaseState(rawValue: cells[0])
            #expect(newest != nil || cells[0] == "none")
            seen.insert(cells[0])
            for (column, (action, isResult)) in Self.actions.enumerated() {
                let decision = ReleaseDecision.to(
                    action, newest: newest, isResult: isResult, canGoBack: canGoBack)
                #expect(
                    decision.rawValue == cells[column + 1],
                    "\(action.rawValue), newest \(cells[0]), its own: \(isResult), can go back: \(canGoBack)")
            }
        }
        #expect(seen == Set(ReleaseState.allCases.map(\.rawValue) + ["none"]))
    }

    @Test("helm's word alone ends nothing: a release that isn't recorded is applied again")
    func unrecorded() {
        for action in [ReleaseAction.create, .upgrade] {
            #expect(ReleaseDecision.to(action, newest: nil, isResult: false, canGoBack: false) == .apply)
        }
    }
}
