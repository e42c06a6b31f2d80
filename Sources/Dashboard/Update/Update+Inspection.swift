import Domain
import Terminal

extension DashboardModel {
    mutating func inspect(_ kind: InspectionPanel.Kind) -> [Effect] {
        guard let store = target?.store else { return [] }
        let panel = InspectionPanel(store, kind, pod: targetPod?.name)
        dialog = .inspection(panel)
        return [panel.effect]
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
