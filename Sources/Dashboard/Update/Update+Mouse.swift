import Domain
import Terminal

extension DashboardModel {
    mutating func point(_ event: MouseEvent) -> [Effect] {
        switch event.kind {
        case .scrollUp: return wheel(by: -3, at: event.point)
        case .scrollDown: return wheel(by: 3, at: event.point)
        case .press, .double:
            guard event.button == .left else { return [] }
            return click(event.point, twice: event.kind == .double)
        case .release, .drag: return []
        }
    }

    private mutating func click(_ point: Point, twice: Bool) -> [Effect] {
        let layout = HomeLayout(self)
        if layout.keyBar.contains(point) {
            guard !twice, !isBusySubmitting, let binding = KeyBar.binding(at: point, self, in: layout.keyBar)
            else { return [] }
            notice = nil
            return perform(binding)
        }
        guard dialog == nil, screen == .home, let pane = layout.pane(at: point) else { return [] }
        notice = nil
        focus = pane
        switch pane {
        case .stores:
            guard let row = list.index(atLine: point.y - layout.storeRows.y), point.y >= layout.storeRows.y
            else { return [] }
            list.select(row)
            selectListed()
        case .activity:
            let area = layout.inside(layout.activity)
            guard let line = activity.index(atLine: point.y - area.y) else { return [] }
            selectedJob = ActivityView.rows(self, width: area.width)[line].job
        case .details: break
        }
        return twice ? open() : []
    }

    private mutating func wheel(by rows: Int, at point: Point) -> [Effect] {
        switch dialog {
        case .help, .events, .job, .inspection:
            scrollDialog(by: rows)
            return []
        case .logs:
            scrollLog(by: rows)
            return []
        case .credentials, .themes, .palette, .history: return actInDialog(rows < 0 ? .up : .down)
        case .upgrade: return actInDialog(rows < 0 ? .pageUp : .pageDown)
        case .create, .delete, .rollback, .cancelJob: return []
        case nil: break
        }
        let layout = HomeLayout(self)
        guard screen == .home else {
            scrollDocument(by: rows)
            return []
        }
        switch layout.pane(at: point) {
        case .stores:
            list.scroll(by: rows)
            selectListed()
        case .details: scrollDocument(by: rows)
        case .activity:
            let place = jobs.firstIndex { $0.id == selectedJob } ?? 0
            if !jobs.isEmpty { selectedJob = jobs[max(0, min(place + rows.signum(), jobs.count - 1))].id }
        case nil: break
        }
        return []
    }
}
