import Terminal

/// What is searched for in a text that's read.
struct TextSearch: Hashable, Sendable {
    /// The search while it's typed.
    var field: TextField?
    /// Empty is nothing.
    private(set) var text = ""
    /// The line that was found last.
    var found: Int?

    var isShown: Bool { field != nil || !text.isEmpty }

    mutating func begin() { field = TextField(text) }

    /// Takes in what is typed, to be searched for anew from whatever shows.
    mutating func take(_ field: TextField) { (self.field, text, found) = (field, field.value, nil) }

    mutating func end() { self = TextSearch() }

    /// Finds the next of `count` lines that holds the text, `steps` (1 or -1) from the one found last, else from
    /// `start`; false where there's none that way.
    mutating func find(by steps: Int, from start: Int, count: Int, line: (Int) -> String) -> Bool {
        let needle = text.lowercased()
        if needle.isEmpty { return false }
        var place = found.map { $0 + steps } ?? start
        while (0..<count).contains(place) {
            if line(place).lowercased().contains(needle) {
                found = place
                return true
            }
            place += steps
        }
        return false
    }

    /// Tells that there's nothing (more), in the direction that `way` names.
    func failure(_ way: String = "") -> Notice {
        Notice(.info, "no \(found == nil ? "" : "other ")“\(text)”\(way)")
    }
}

extension TextSearch {
    /// Marks where the text stands in a row that shows `line`.
    func highlight(in line: String, on canvas: inout Canvas, _ row: Rect) {
        if text.isEmpty { return }
        let lower = line.lowercased()
        for range in lower.ranges(of: text.lowercased()) {
            let start = CharacterWidth.columns(of: lower[..<range.lowerBound])
            let columns = min(CharacterWidth.columns(of: lower[range]), row.width - start)
            if columns <= 0 { return }
            canvas.paint(
                Rect(x: row.x + start, y: row.y, width: columns, height: 1), background: .match,
                foreground: .background)
        }
    }

    /// Draws what is searched for, with the caret while it's typed.
    func draw(on canvas: inout Canvas, in row: Rect, background: Role = .background) {
        canvas.write("/", at: row.origin, style: Style(.key, on: background, bold: true))
        let place = row.inset(left: 1)
        if let field {
            field.draw(on: &canvas, in: place, placeholder: "text to find")
        } else {
            canvas.write(text, at: place.origin, style: Style(.accent, on: background), width: place.width)
        }
    }
}
