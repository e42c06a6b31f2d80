import Domain
import Terminal

extension DashboardModel {
    /// Moves the selection of the pane in focus, or scrolls its text.
    mutating func move(_ action: Action) {
        if case .store = screen { return scrollDocument(by: action) }
        switch focus {
        case .stores:
            list.move(action)
            selectListed()
        case .details: scrollDocument(by: action)
        case .activity: moveInActivity(action)
        }
    }

    /// The selection goes where the list's cursor was moved to.
    mutating func selectListed() {
        guard stores.order.indices.contains(list.selection) else { return }
        let before = selection
        selection = stores.order[list.selection]
        if selection != before { (scroll, chosenPod) = (0, nil) }
        filterAnchor = nil
    }

    /// Goes from pod to pod where these show, else scrolls.
    private mutating func scrollDocument(by action: Action) {
        let area = documentArea
        if action == .first { chosenPod = nil }
        guard action == .up || action == .down, let row = target else {
            return scrollDocument(by: action.rows(page: area.height))
        }
        let lines = StoreDocument.lines(self, width: area.width)
        let places = StoreDocument.podLines(lines)
        let pods = row.shownPods
        let shown = scroll..<scroll + area.height
        let chosen = pods.firstIndex { $0.name == chosenPod }
        let next = chosen.map { $0 + (action == .down ? 1 : -1) } ?? (action == .down ? 0 : -1)
        let isInView = chosen.map { places.indices.contains($0) && shown.contains(places[$0]) }
        guard pods.indices.contains(next), places.indices.contains(next),
            isInView ?? shown.contains(places[next])
        else { return scrollDocument(by: action.rows(page: area.height)) }
        chosenPod = pods[next].name
        if !shown.contains(places[next]) { scrollDocument(by: places[next] < scroll ? -1 : 1) }
    }

    mutating func scrollDocument(by rows: Int) {
        let area = documentArea
        let count = StoreDocument.lines(self, width: area.width).count
        scroll = max(0, min(max(0, min(scroll, count)) + rows, count - area.height))
    }

    private var documentArea: Rect {
        let layout = HomeLayout(self)
        return screen == .home ? layout.inside(layout.details) : layout.inside(layout.main)
    }

    private mutating func moveInActivity(_ action: Action) {
        guard !jobs.isEmpty else { return }
        let place = jobs.firstIndex { $0.id == selectedJob } ?? 0
        let moved = max(0, min(place + action.rows(page: activity.height), jobs.count - 1))
        selectedJob = jobs[moved].id
    }

    /// Brings cursors and panes in line with what there is, by identity. Costs nothing while nothing changed.
    mutating func settle() {
        let layout = HomeLayout(self)
        if !layout.panes.contains(focus) { focus = .stores }
        settleAwaited()
        settleList(height: layout.storeRows.height)
        settleActivity(layout)
        settleDialog(layout)
    }

    private mutating func settleAwaited() {
        guard let id = awaited, let row = stores[id] else { return }
        if !stores.filter.admits(row) { stores.filter(StoreFilter()) }
        (selection, awaited, listGeneration, scroll) = (id, nil, -1, 0)
        chosenPod = nil
    }

    private mutating func settleList(height: Int) {
        let order = stores.order
        if listGeneration == stores.generation, list.height == max(1, height) { return }
        let before = selection
        list.update(count: order.count, height: height)
        if let id = selection, let place = order.firstIndex(of: id) {
            list.select(place)
        } else {
            selection = order.isEmpty ? nil : order[list.selection]
        }
        if selection != before { (scroll, chosenPod) = (0, nil) }
        listGeneration = stores.generation
    }

    private mutating func settleActivity(_ layout: HomeLayout) {
        if selectedJob == nil || !jobs.contains(where: { $0.id == selectedJob }) {
            selectedJob = jobs.first?.id
        }
        let lines = ActivityView.rows(self, width: layout.inside(layout.activity).width)
        activity.update(count: lines.count, height: layout.inside(layout.activity).height)
        if let last = lines.lastIndex(where: { $0.job == selectedJob }) { activity.select(last) }
        if let first = lines.firstIndex(where: { $0.job == selectedJob }) { activity.select(first) }
    }

    private mutating func settleDialog(_ layout: HomeLayout) {
        guard case .palette(var palette) = dialog else { return }
        palette.list.update(
            count: paletteMatches(palette).count, height: PaletteView.rows(in: layout.main).height)
        dialog = .palette(palette)
    }
}

extension Action {
    /// How many rows it moves where a page has `page` of them.
    func rows(page: Int) -> Int {
        switch self {
        case .up: -1
        case .down: 1
        case .pageUp: -max(1, page - 1)
        case .pageDown: max(1, page - 1)
        case .first: -1_000_000
        case .last: 1_000_000
        default: 0
        }
    }
}

extension ListViewport {
    mutating func move(_ action: Action) {
        switch action {
        case .first: select(0)
        case .last: select(count - 1)
        case .pageUp: movePages(-1)
        case .pageDown: movePages(1)
        default: move(by: action.rows(page: height))
        }
    }
}
