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
        case .cancel where panel.search.isShown: panel.search.end()
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
        case .search: panel.search.begin()
        case .accept:
            panel.search.field = nil
            // Where the end is followed, what is searched for mostly stands above.
            if !panel.search.text.isEmpty, !found(by: 1, in: &panel), !found(by: -1, in: &panel) {
                notice = panel.search.failure()
            }
        case .nextMatch: if !found(by: 1, in: &panel) { notice = panel.search.failure(" below") }
        case .previousMatch: if !found(by: -1, in: &panel) { notice = panel.search.failure(" above") }
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

    /// Brings the next line found into view; false where there's none that way.
    private func found(by steps: Int, in panel: inout LogPanel) -> Bool {
        let scroll = LogView.scroll(panel, in: HomeLayout(self).main)
        let shown = scroll.visible(from: panel.follows ? scroll.last : panel.top).map(\.place.line)
        let lines = panel.buffer.lines
        guard let first = shown.first, let last = shown.last,
            panel.search.find(
                by: steps, from: steps > 0 ? first : last, count: lines.count, line: { lines[$0].text }),
            let found = panel.search.found
        else { return false }
        if shown.contains(found), found != last { return true }
        panel.top = scroll.moved(LogPanel.Place(line: found), by: -3)
        panel.follows = false
        return true
    }
}
