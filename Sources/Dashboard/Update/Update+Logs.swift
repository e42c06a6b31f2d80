import Domain
import Terminal

extension DashboardModel {
    /// The log of the chosen pod or of all, or, where there's no pod, what the newest job had to say.
    mutating func openLogs() -> [Effect] {
        if screen == .home, focus == .activity { return open() }
        guard let row = target else { return [] }
        if row.observation?.pods.isEmpty ?? true, let job = targetJob { return openJob(job.id) }
        dialog = .logs(LogPanel(row.store, pod: targetPod?.name, ticket: newTicket()))
        return []
    }

    mutating func act(_ action: Action, on panel: LogPanel) -> [Effect] {
        var panel = panel
        switch action {
        case .cancel where panel.searchField != nil || !panel.searched.isEmpty: panel.endSearch()
        case .cancel, .close:
            dialog = nil
            return []
        case .toggleFollow:
            panel.top = LogView.scroll(panel, in: HomeLayout(self).main).last
            panel.follows.toggle()
        case .toggleWrap:
            panel.wraps.toggle()
            panel.top.row = 0
        case .toggleTimes: panel.showsTimes.toggle()
        case .togglePrevious: panel.ask(newTicket()) { $0.isPrevious.toggle() }
        case .nextSource: ask(podAfter: 1, of: &panel)
        case .previousSource: ask(podAfter: -1, of: &panel)
        case .search: panel.searchField = TextField(panel.searched)
        case .accept:
            panel.searchField = nil
            find(by: 1, in: &panel)
        case .nextMatch: find(by: 1, in: &panel)
        case .previousMatch: find(by: -1, in: &panel)
        default:
            return scrollLog(by: action.rows(page: LogView.area(panel, in: HomeLayout(self).main).height))
        }
        dialog = .logs(panel)
        return []
    }

    @discardableResult
    mutating func scrollLog(by rows: Int) -> [Effect] {
        guard case .logs(var panel) = dialog, rows != 0 else { return [] }
        let scroll = LogView.scroll(panel, in: HomeLayout(self).main)
        let last = scroll.last
        let top = panel.follows ? last : panel.top
        if rows > 0, top >= last {
            panel.follows = true
        } else {
            panel.top = scroll.moved(top, by: rows)
            panel.follows = rows > 0 && panel.top >= last
        }
        dialog = .logs(panel)
        return []
    }

    mutating func take(_ batch: LogBatch, for ticket: Ticket) {
        guard case .logs(var panel) = dialog, panel.query.ticket == ticket else { return }
        // The dialog lets go of the lines, so that they're added to and not copied.
        dialog = nil
        panel.take(batch)
        dialog = .logs(panel)
    }

    /// All pods, then each by itself, then all again.
    private mutating func ask(podAfter steps: Int, of panel: inout LogPanel) {
        let pods = [nil] + (stores[panel.store]?.shownPods.map { Optional($0.name) } ?? [])
        let place = pods.firstIndex(of: panel.showsOnly) ?? 0
        let next = pods[(place + steps + pods.count) % pods.count]
        if next == panel.showsOnly { return }
        panel.ask(newTicket()) { $0.pod = next }
    }

    private mutating func find(by steps: Int, in panel: inout LogPanel) {
        if panel.searched.isEmpty { return }
        let scroll = LogView.scroll(panel, in: HomeLayout(self).main)
        let shown = scroll.visible(from: panel.follows ? scroll.last : panel.top).map(\.place.line)
        guard let first = shown.first, let last = shown.last else { return }
        guard panel.find(by: steps, from: steps > 0 ? first : last), let found = panel.found else {
            notice = Notice(.info, "no other “\(panel.searched)” \(steps > 0 ? "below" : "above")")
            return
        }
        if shown.contains(found), found != shown.last { return }
        panel.top = scroll.moved(LogPanel.Place(line: found), by: -3)
        panel.follows = false
    }
}
