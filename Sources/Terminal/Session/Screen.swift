import CNcurses
import Glibc

/// Shows canvases through curses, cell by cell where they differ from what is shown. For one thread.
struct Screen {
    private(set) var size: Size
    let capabilities: TerminalCapabilities
    private var theme: Theme
    private var painted: [Style: Paint] = [:]
    private var shown: Canvas?
    var cursor: Point?
    var stale = false
    var mouse: Bool
    var hasTitle = false
    /// Known only once the terminal has answered.
    var synchronizes = false

    /// A change of fewer cells than this reaches the terminal in one piece anyway.
    private static let synchronizedFrom = 240
    /// Clearing and moving on takes about as many bytes as this.
    private static let clearedFrom = 24

    /// A style as curses has it.
    private struct Paint {
        var attributes: UInt32
        var pair: Int32
        var background: Int32

        /// Whether blanks in both look the same.
        func blanksLike(_ other: Paint) -> Bool {
            background == other.background
                && (attributes ^ other.attributes) & UInt32(CN_REVERSE | CN_UNDERLINE) == 0
                && (attributes & UInt32(CN_REVERSE | CN_UNDERLINE) == 0 || pair == other.pair)
        }
    }

    init(capabilities: TerminalCapabilities, options: TerminalOptions) throws(TerminalError) {
        let error = cn_screen_open(capabilities.entry, options.errorLog)
        if error == EBUSY { throw .busy }
        if error != 0 {
            throw .system(call: "opening", errno: error, message: String(cString: strerror(error)))
        }
        self.capabilities = capabilities
        theme = options.theme
        mouse = options.mouse
        var (width, height): (Int32, Int32) = (0, 0)
        cn_screen_resize(&width, &height)
        size = Size(width: Int(width), height: Int(height))
        setBackground()
    }

    /// Brings the terminal to show `canvas`; nil is what it shows already.
    mutating func present(_ canvas: Canvas?) {
        var changed = 0
        if let canvas {
            changed = put(canvas)
            shown = canvas
        }
        let wanted = canvas == nil ? cursor : canvas?.cursor.flatMap { size.bounds.contains($0) ? $0 : nil }
        if changed == 0, wanted == cursor, !stale { return }
        if let wanted {
            cn_screen_cursor(Int32(wanted.y), Int32(wanted.x), 1)
        } else if cursor != nil || stale {
            cn_screen_cursor(0, 0, 0)
        }
        cursor = wanted
        let wraps = synchronizes && (stale || changed >= Self.synchronizedFrom)
        stale = false
        if wraps { send(ControlStrings.synchronizedOn) }
        cn_screen_update()
        if wraps { send(ControlStrings.synchronizedOff) }
    }

    private mutating func put(_ canvas: Canvas) -> Int {
        let before = shown.flatMap { $0.size == canvas.size ? $0 : nil }
        var changed = 0
        for y in 0..<min(canvas.size.height, size.height) {
            let start = y * canvas.size.width
            let row = canvas.cells[start..<start + min(canvas.size.width, size.width)]
            if let before, before.cells[row.startIndex..<row.endIndex] == row { continue }
            changed += put(row, over: before?.cells, y: y)
        }
        return changed
    }

    /// Puts what differs in a row. A blank looks the same in any foreground, so that a short run of them takes
    /// that of the cell before it and costs no switch of colours; longer runs, and those to the row's end, stay
    /// as they are, since curses clears them with one sequence.
    private mutating func put(_ row: ArraySlice<Cell>, over before: [Cell]?, y: Int) -> Int {
        var changed = 0
        var carried: Paint?
        var run = (end: row.startIndex, short: false)
        for place in row.indices {
            let cell = row[place]
            if cell.columns == 0 || place + Int(cell.columns) > row.endIndex { continue }
            var paint = paint(cell.style)
            if cell.code == 0x20, let carried, carried.blanksLike(paint) {
                if place >= run.end {
                    let end = row[place...].firstIndex { $0 != cell } ?? row.endIndex
                    run = (end, end < row.endIndex && end - place < Self.clearedFrom)
                }
                if run.short { paint = carried }
            }
            carried = paint
            let same = before.map {
                $0[place] == cell && (cell.columns == 1 || $0[place + 1] == row[place + 1])
            }
            if same == true { continue }
            put(cell, paint, x: place - row.startIndex, y: y)
            changed += 1
        }
        return changed
    }

    private func put(_ cell: Cell, _ paint: Paint, x: Int, y: Int) {
        if cell.code & ClusterTable.flag == 0 {
            var scalar = cell.code
            cn_screen_put(Int32(y), Int32(x), &scalar, 1, paint.attributes, paint.pair)
        } else {
            let scalars = ClusterTable.scalars(of: cell.code).map(\.value)
            cn_screen_put(Int32(y), Int32(x), scalars, Int32(scalars.count), paint.attributes, paint.pair)
        }
    }

    private mutating func paint(_ style: Style) -> Paint {
        if let known = painted[style] { return known }
        let resolved = theme.resolve(style, depth: capabilities.depth)
        let pair =
            resolved.foreground < 0 && resolved.background < 0
            ? 0 : cn_screen_pair(resolved.foreground, resolved.background)
        let paint = Paint(attributes: resolved.attributes, pair: pair, background: resolved.background)
        painted[style] = paint
        return paint
    }

    private mutating func setBackground() {
        let paint = paint(.plain)
        cn_screen_background(paint.attributes, paint.pair)
    }

    mutating func setTheme(_ theme: Theme) {
        self.theme = theme
        painted = [:]
        setBackground()
        let last = shown
        shown = nil
        present(last)
    }

    mutating func repaint() {
        cn_screen_repaint()
        stale = true
    }

    /// Takes in the terminal's size; what was shown counts for nothing after it.
    mutating func resize() -> Size {
        var (width, height): (Int32, Int32) = (0, 0)
        cn_screen_resize(&width, &height)
        size = Size(width: Int(width), height: Int(height))
        shown = nil
        stale = true
        return size
    }
}
