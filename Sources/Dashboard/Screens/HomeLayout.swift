import Terminal

/// Where everything stands on a screen of some size.
struct HomeLayout: Hashable, Sendable {
    static let smallest = Size(width: 20, height: 5)

    let size: Size
    let header: Rect
    /// All between header and key bar.
    let main: Rect
    let keyBar: Rect
    private(set) var stores = Rect.zero
    private(set) var details = Rect.zero
    private(set) var activity = Rect.zero
    /// One line on what goes on, where there is no room for the activity.
    private(set) var summary = Rect.zero
    /// The panes that keys can go to, in the order of Tab.
    private(set) var panes: [Pane]
    let isFramed: Bool
    private let isFiltering: Bool

    init(_ model: DashboardModel) {
        self.init(
            size: model.size, focus: model.focus,
            isFiltering: model.filterField != nil || !model.stores.filter.isEmpty)
    }

    init(size: Size, focus: Pane, isFiltering: Bool = false) {
        self.size = size
        self.isFiltering = isFiltering
        var rest: Rect
        (header, rest) = size.bounds.splitTop(1)
        (rest, keyBar) = rest.splitBottom(1)
        main = rest
        isFramed = size.width >= 30 && rest.height >= 6
        panes = [.stores, .details]
        if size.width < 60 {
            placeOne(focus)
        } else if size.width < 100 {
            stack()
        } else {
            placeBeside()
        }
    }

    var isTooSmall: Bool { size.width < Self.smallest.width || size.height < Self.smallest.height }

    /// The part of a pane within its frame.
    func inside(_ pane: Rect) -> Rect {
        isFramed ? pane.inset(left: 2, top: 1, right: 2, bottom: 1) : pane
    }

    /// The line where the filter is typed or shown; empty without one.
    var filterLine: Rect { isFiltering ? inside(stores).row(0) : .zero }

    var storeHeader: Rect {
        let area = inside(stores).inset(top: isFiltering ? 1 : 0)
        return area.height >= 3 ? area.row(0) : Rect(x: area.x, y: area.y, width: area.width, height: 0)
    }

    /// The lines that hold a store each.
    var storeRows: Rect { inside(stores).inset(top: (isFiltering ? 1 : 0) + storeHeader.height) }

    func pane(at point: Point) -> Pane? {
        if stores.contains(point) { return .stores }
        if details.contains(point) { return .details }
        return activity.contains(point) ? .activity : nil
    }

    private mutating func placeOne(_ focus: Pane) {
        panes = [.stores, .details, .activity]
        var area = main
        if focus != .activity, area.height >= 6 { (area, summary) = area.splitBottom(1) }
        switch focus {
        case .stores: stores = area
        case .details: details = area
        case .activity: activity = area
        }
    }

    private mutating func stack() {
        let area = placeActivity(height: 5, from: 20)
        (stores, details) = area.splitTop(max(6, area.height * 45 / 100))
    }

    private mutating func placeBeside() {
        let area = placeActivity(height: min(10, max(6, main.height / 4)), from: 18)
        (stores, details) = area.splitLeft(min(72, max(50, size.width * 49 / 100)))
    }

    /// Takes the activity's rows off the bottom, or a single one where the main part is lower than `least`.
    private mutating func placeActivity(height: Int, from least: Int) -> Rect {
        if main.height >= least {
            panes.append(.activity)
            let (rest, bottom) = main.splitBottom(height)
            activity = bottom
            return rest
        }
        let (rest, bottom) = main.splitBottom(main.height >= 8 ? 1 : 0)
        summary = bottom
        return rest
    }
}
