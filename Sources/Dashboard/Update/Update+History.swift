import Domain
import Terminal

extension DashboardModel {
    mutating func openHistory() -> [Effect] {
        guard let store = target?.store else { return [] }
        var panel = HistoryPanel(store)
        if opening != .open { panel.revisions = .failed("the cluster isn't there to ask yet") }
        dialog = .history(panel)
        return opening == .open ? [.loadRevisions(store)] : []
    }

    mutating func act(_ action: Action, on panel: HistoryPanel) -> [Effect] {
        var panel = panel
        switch action {
        case .cancel:
            dialog = nil
            return []
        case .accept:
            guard let chosen = panel.chosen else { return [] }
            dialog = .rollback(RollbackQuestion(panel: panel, revision: chosen.revision))
            return []
        case .toggleDirection:
            panel.looksBack.toggle()
            panel.offset = 0
        case .pageUp, .pageDown:
            let area = HistoryView.differenceArea(panel, in: HomeLayout(self).main)
            let count = HistoryView.differenceLines(panel, width: area.width).count
            panel.offset = max(0, min(panel.offset + action.rows(page: area.height), count - area.height))
        default:
            panel.list.move(action)
            panel.offset = 0
        }
        return show(panel)
    }

    mutating func act(_ action: Action, on question: RollbackQuestion) -> [Effect] {
        var question = question
        switch action {
        case .cancel: dialog = .history(question.panel)
        case .accept:
            let ticket = newTicket()
            question.submission = .waiting(ticket)
            dialog = .rollback(question)
            let action = JobRequest.Action.rollback(
                question.panel.store.id, revision: question.revision)
            return [.enqueue(settings.request(action), ticket)]
        default: break
        }
        return []
    }

    mutating func take(_ result: Result<[ReleaseRevision], Refusal>, of id: StoreID) -> [Effect] {
        guard case .history(var panel) = dialog, panel.store.id == id else { return [] }
        switch result {
        case .success(let revisions):
            panel.revisions = .shown(revisions)
            panel.list.update(
                count: revisions.count, height: HistoryView.listHeight(panel, in: HomeLayout(self).main))
        case .failure(let refusal): panel.revisions = .failed(refusal.description)
        }
        return show(panel)
    }

    mutating func take(
        _ result: Result<UpgradePreview, Refusal>, of id: StoreID, _ pair: HistoryPanel.Pair
    ) {
        guard case .history(var panel) = dialog, panel.store.id == id else { return }
        switch result {
        case .success(let difference): panel.differences[pair] = .shown(difference)
        case .failure(let refusal): panel.differences[pair] = .failed(refusal.description)
        }
        dialog = .history(panel)
    }

    /// Shows the panel, and asks for what it compares unless that's known.
    private mutating func show(_ panel: HistoryPanel) -> [Effect] {
        var panel = panel
        var effects: [Effect] = []
        if let pair = panel.pair, panel.differences[pair] == nil {
            panel.differences[pair] = .loading
            effects = [.loadDifference(panel.store, pair)]
        }
        dialog = .history(panel)
        return effects
    }

    var reasonAgainstRollingBack: String? {
        guard case .history(let panel) = dialog, let chosen = panel.chosen else {
            return "no revision is chosen"
        }
        if chosen.revision == panel.deployed?.revision { return "revision \(chosen.revision) is in force" }
        if chosen.state != .superseded && chosen.state != .deployed {
            return "revision \(chosen.revision) is \(chosen.state.rawValue)"
        }
        let row = stores[panel.store.id]
        guard let row else { return "\(panel.store.name) is gone" }
        if let job = activeJobs[row.id] {
            return "\(row.store.name) is busy: its \(job.kind.rawValue) is under way"
        }
        return nil
    }
}
