/// Which rows of a list show and which is selected: indices only, so that the owner can keep the selection on
/// an identity and place it anew with `select` after every change of the rows.
package struct ListViewport: Hashable, Sendable {
    /// The selected row; 0 while the list is empty.
    package private(set) var selection: Int
    /// The first row that shows.
    package private(set) var offset: Int
    package private(set) var count: Int
    package private(set) var height: Int

    package init(count: Int = 0, height: Int = 1, selection: Int = 0) {
        self.count = max(0, count)
        self.height = max(1, height)
        self.selection = selection
        offset = 0
        settle()
    }

    /// The rows that show.
    package var visible: Range<Int> { offset..<min(count, offset + height) }

    /// Takes in how many rows there are and how many fit; the selection stays where it can.
    package mutating func update(count: Int, height: Int) {
        self.count = max(0, count)
        self.height = max(1, height)
        settle()
    }

    package mutating func select(_ index: Int) {
        selection = index
        settle()
    }

    package mutating func move(by rows: Int) { select(selection + rows) }

    /// Moves by whole pages, keeping one row of the last in view.
    package mutating func movePages(_ pages: Int) { move(by: pages * max(1, height - 1)) }

    /// Scrolls without the selection where it stays in view, as a wheel does.
    package mutating func scroll(by rows: Int) {
        offset = min(max(0, offset + rows), max(0, count - height))
        let margin = self.margin
        let low = offset == 0 ? 0 : offset + margin
        let high = offset + height >= count ? count - 1 : offset + height - 1 - margin
        selection = max(0, min(max(selection, low), high))
    }

    /// The row at a line of the viewport; nil when none stands there.
    package func index(atLine line: Int) -> Int? {
        let index = offset + line
        return line >= 0 && line < height && index < count ? index : nil
    }

    /// Takes a list's keys in (arrows, pages, Home, End, j, k, g, G); false for any other.
    package mutating func move(_ key: KeyPress) -> Bool {
        switch key {
        case .up, .character("k"): move(by: -1)
        case .down, .character("j"): move(by: 1)
        case .pageUp, .control("b"): movePages(-1)
        case .pageDown, .control("f"): movePages(1)
        case .home, .character("g"): select(0)
        case .end, .character("G"): select(count - 1)
        default: return false
        }
        return true
    }

    /// Rows kept between the selection and the edge, so that what comes next is seen.
    private var margin: Int { min(2, (height - 1) / 2) }

    private mutating func settle() {
        selection = max(0, min(selection, count - 1))
        let margin = self.margin
        if selection < offset + margin { offset = selection - margin }
        if selection > offset + height - 1 - margin { offset = selection - height + 1 + margin }
        offset = min(max(0, offset), max(0, count - height))
    }
}
