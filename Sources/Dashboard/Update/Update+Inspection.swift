import Domain
import Terminal

extension DashboardModel {
    mutating func inspect(_ kind: InspectionPanel.Kind) -> [Effect] {
        guard let store = target?.store else { return [] }
        let panel = InspectionPanel(store, kind, pod: targetPod?.name)
        dialog = .inspection(panel)
        return [panel.effect]
    }

    mutating func act(_ action: Action, on panel: InspectionPanel) -> [Effect] {
        var panel = panel
        switch action {
        case .cancel where panel.search.isShown: panel.search.end()
        case .cancel, .close:
            dialog = nil
            return []
        case .search: panel.search.begin()
        case .accept:
            panel.search.field = nil
            if !panel.search.text.isEmpty, !found(by: 1, in: &panel), !found(by: -1, in: &panel) {
                notice = panel.search.failure()
            }
        case .nextMatch: if !found(by: 1, in: &panel) { notice = panel.search.failure(" below") }
        case .previousMatch: if !found(by: -1, in: &panel) { notice = panel.search.failure(" above") }
        default:
            scrollDialog(by: action.rows(page: readingHeight))
            return []
        }
        dialog = .inspection(panel)
        return []
    }

    /// Brings the next line found into view; false where there's none that way.
    private func found(by steps: Int, in panel: inout InspectionPanel) -> Bool {
        let area = ReadingView.area(.inspection(panel), in: HomeLayout(self).main)
        let lines = InspectionText.lines(panel, self, width: area.width, glyphs: .ascii)
        let last = max(0, lines.count - area.height)
        let top = min(panel.offset, last)
        let start = steps > 0 ? top : top + area.height - 1
        guard
            panel.search.find(
                by: steps, from: min(start, lines.count - 1), count: lines.count, line: { lines[$0].text }),
            let found = panel.search.found
        else { return false }
        if !(top..<top + area.height - 1).contains(found) { panel.offset = max(0, min(found - 3, last)) }
        return true
    }

    /// Asks again where what is shown at length has changed; once more at a time, however often it changes.
    mutating func refreshedInspection(after update: ClusterUpdate) -> [Effect] {
        guard case .inspection(var panel) = dialog, case .observed(let changes) = update,
            changes.keys.contains(panel.store.namespace)
        else { return [] }
        panel.isOutdated = true
        return askAgain(panel)
    }

    mutating func take(_ result: Result<InspectionPanel.Content, Refusal>, of id: StoreID) -> [Effect] {
        guard case .inspection(var panel) = dialog, panel.store.id == id else { return [] }
        switch (result, panel.kind) {
        case (.success(.described(let objects)), .description):
            (panel.content, panel.problem) = (.described(objects), nil)
        case (.success(.text(let lines)), .yaml): (panel.content, panel.problem) = (.text(lines), nil)
        case (.failure(let refusal), _): panel.problem = refusal.description
        // An answer to what was asked for before.
        default: return []
        }
        panel.isAsked = false
        return askAgain(panel)
    }

    private mutating func askAgain(_ panel: InspectionPanel) -> [Effect] {
        var panel = panel
        let asks = panel.isOutdated && !panel.isAsked
        if asks { (panel.isAsked, panel.isOutdated) = (true, false) }
        dialog = .inspection(panel)
        return asks ? [panel.effect] : []
    }
}
