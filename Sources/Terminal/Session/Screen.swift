import CNcurses
import Glibc

/// Shows canvases through curses, cell by cell where they differ from what is shown. For one thread.
struct Screen {
    private(set) var size: Size
    let capabilities: TerminalCapabilities
    private var theme: Theme
    private var painted: [Style: (attributes: UInt32, pair: Int32)] = [:]
    private var shown: Canvas?
    private var cursor: Point?
    private var stale = false
    private var mouse: Bool
    private var hasTitle = false
    /// Known only once the terminal has answered.
    private var synchronizes = false

    /// A change of fewer cells than this reaches the terminal in one piece anyway.
    private static let synchronizedFrom = 240

    init(capabilities: TerminalCapabilities, options: TerminalOptions) throws(TerminalError) {
        let error = cn_screen_open(capabilities.entry)
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

    // MARK: Picture

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
        let width = min(canvas.size.width, size.width)
        var changed = 0
        for y in 0..<min(canvas.size.height, size.height) {
            let start = y * canvas.size.width
            for x in 0..<width {
                let cell = canvas.cells[start + x]
                if cell.columns == 0 || x + Int(cell.columns) > width { continue }
                if let before, before.cells[start + x] == cell {
                    if cell.columns == 1 || before.cells[start + x + 1] == canvas.cells[start + x + 1] {
                        continue
                    }
                }
                put(cell, x: x, y: y)
                changed += 1
            }
        }
        return changed
    }

    private mutating func put(_ cell: Cell, x: Int, y: Int) {
        let paint = paint(cell.style)
        if cell.code & ClusterTable.flag == 0 {
            var scalar = cell.code
            cn_screen_put(Int32(y), Int32(x), &scalar, 1, paint.attributes, paint.pair)
        } else {
            let scalars = ClusterTable.scalars(of: cell.code).map(\.value)
            cn_screen_put(Int32(y), Int32(x), scalars, Int32(scalars.count), paint.attributes, paint.pair)
        }
    }

    private mutating func paint(_ style: Style) -> (attributes: UInt32, pair: Int32) {
        if let known = painted[style] { return known }
        let resolved = theme.resolve(style, depth: capabilities.depth)
        let pair =
            resolved.foreground < 0 && resolved.background < 0
            ? 0 : cn_screen_pair(resolved.foreground, resolved.background)
        painted[style] = (resolved.attributes, pair)
        return (resolved.attributes, pair)
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

    // MARK: Modes

    /// Turns on what the program uses, after the first picture so as not to delay it. True when an answer is
    /// to come.
    mutating func setModes(title: String?) -> Bool {
        guard capabilities.isModern else { return false }
        var strings = ControlStrings.pasteOn
        if mouse { strings += ControlStrings.mouseOn }
        if let title {
            strings += (hasTitle ? "" : ControlStrings.titlePush) + ControlStrings.title(title)
            hasTitle = true
        }
        armRestore()
        send(strings + ControlStrings.synchronizedQuery)
        return true
    }

    mutating func setMouse(_ on: Bool) {
        guard capabilities.isModern, on != mouse else { return }
        mouse = on
        send(on ? ControlStrings.mouseOn : ControlStrings.mouseOff)
    }

    mutating func setTitle(_ title: String) {
        guard capabilities.isModern else { return }
        let push = hasTitle ? "" : ControlStrings.titlePush
        hasTitle = true
        armRestore()
        send(push + ControlStrings.title(title))
    }

    mutating func learn(synchronizes: Bool) {
        self.synchronizes = synchronizes
        armRestore()
    }

    func copy(_ text: String) { send(ControlStrings.copy(text, within: capabilities.multiplexer)) }

    private var restore: String {
        guard capabilities.isModern else { return "" }
        return (synchronizes ? ControlStrings.synchronizedOff : "") + ControlStrings.mouseOff
            + ControlStrings.pasteOff + (hasTitle ? ControlStrings.titlePop : "")
    }

    private func armRestore() {
        let strings = restore
        cn_restore_modes(strings, strings.utf8.count)
    }

    private func send(_ text: String) { _ = cn_write(text, text.utf8.count) }

    // MARK: Leaving and coming back

    /// Restores the terminal, for a stop.
    func suspend() {
        send(restore)
        cn_screen_suspend()
    }

    /// Takes the terminal again, as it is now.
    mutating func resume(title: String?) -> (size: Size, answers: Bool) {
        cn_screen_resume()
        cursor = nil
        hasTitle = false
        let answers = setModes(title: title)
        return (resize(), answers)
    }

    func close() {
        send(restore)
        cn_restore_modes("", 0)
        cn_screen_close()
    }
}
