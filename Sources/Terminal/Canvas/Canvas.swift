/// A picture of the screen: a grid of cells, drawn into by value, shown by a `TerminalSession` or compared
/// in a test. Nothing drawn outside its bounds, or outside the clip, has an effect.
package struct Canvas: Hashable, Sendable {
    package let size: Size
    package let glyphs: Glyphs
    /// Where the terminal's cursor stands; nil hides it.
    package var cursor: Point?
    var cells: [Cell]
    var clip: Rect

    package init(size: Size, glyphs: Glyphs = .unicode, style: Style = .plain) {
        self.size = size
        self.glyphs = glyphs
        clip = size.bounds
        cells = Array(repeating: .blank(style), count: size.width * size.height)
    }

    package var bounds: Rect { size.bounds }

    /// The cell at `point`; nil outside.
    package subscript(point: Point) -> Cell? {
        bounds.contains(point) ? cells[point.y * size.width + point.x] : nil
    }

    /// Draws with everything outside `rect` left alone.
    package mutating func clipped(to rect: Rect, _ draw: (inout Canvas) -> Void) {
        let outer = clip
        clip = clip.intersection(rect)
        draw(&self)
        clip = outer
    }

    func row(_ y: Int) -> ArraySlice<Cell> { cells[y * size.width..<(y + 1) * size.width] }

    /// Puts a cell, and keeps wide clusters whole: half of one that is overwritten becomes a blank.
    mutating func put(code: UInt32, columns: Int, x: Int, y: Int, style: Style) {
        let start = y * size.width
        if cells[start + x].columns == 0, x > 0 { cells[start + x - 1] = .blank(cells[start + x - 1].style) }
        let end = x + columns
        if end < size.width, cells[start + end].columns == 0 {
            cells[start + end] = .blank(cells[start + end].style)
        }
        cells[start + x] = Cell(code: code, columns: UInt8(columns), style: style)
        if columns == 2 { cells[start + x + 1] = .continuation(style) }
    }
}
