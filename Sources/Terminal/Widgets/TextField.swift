/// A line of text being edited: its value and where its caret stands, in characters.
package struct TextField: Hashable, Sendable {
    package private(set) var value: String
    package private(set) var caret: Int

    /// A field holding `value`, the caret at its end.
    package init(_ value: String = "") {
        self.value = value
        caret = value.count
    }

    package var isEmpty: Bool { value.isEmpty }

    /// Replaces the value; the caret goes to its end.
    package mutating func set(_ value: String) { self = TextField(value) }

    /// Takes a key in; false when the key means nothing to a field (Enter, Esc, Tab, Up, …).
    package mutating func edit(_ key: KeyPress) -> Bool {
        switch key {
        case .character(let character): insert(String(character))
        case .left, .control("b"): caret = max(0, caret - 1)
        case .right, .control("f"): caret = min(value.count, caret + 1)
        case .home, .control("a"): caret = 0
        case .end, .control("e"): caret = value.count
        case .wordLeft, .alt("b"): caret = wordStart
        case .wordRight, .alt("f"): caret = wordEnd
        case .backspace: remove(max(0, caret - 1)..<caret)
        case .deleteForward: remove(caret..<min(value.count, caret + 1))
        case .control("u"): remove(0..<caret)
        case .control("k"): remove(caret..<value.count)
        case .control("w"): remove(wordStart..<caret)
        default: return false
        }
        return true
    }

    /// Inserts pasted text at the caret; line ends and tabs become blanks, other control characters vanish.
    package mutating func paste(_ text: String) {
        let line = text.trimmingNewlines.map { character -> Character in
            character.isNewline || character == "\t" ? " " : character
        }
        insert(String(line.filter { !$0.unicodeScalars.allSatisfy(\.isControl) }))
    }

    private mutating func insert(_ text: String) {
        let before = value.count
        value.insert(contentsOf: text, at: value.index(value.startIndex, offsetBy: caret))
        caret = min(value.count, caret + max(0, value.count - before))
    }

    private mutating func remove(_ range: Range<Int>) {
        let start = value.index(value.startIndex, offsetBy: range.lowerBound)
        let end = value.index(start, offsetBy: range.count)
        value.removeSubrange(start..<end)
        caret = min(value.count, range.lowerBound)
    }

    private var wordStart: Int {
        let characters = Array(value)
        var place = caret
        while place > 0, characters[place - 1] == " " { place -= 1 }
        while place > 0, characters[place - 1] != " " { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        let characters = Array(value)
        var place = caret
        while place < characters.count, characters[place] == " " { place += 1 }
        while place < characters.count, characters[place] != " " { place += 1 }
        return place
    }
}

extension TextField {
    /// Draws one row: the value scrolled so that the caret shows, or a placeholder while it is empty. A
    /// focused field puts the terminal's cursor at its caret.
    package func draw(
        on canvas: inout Canvas, in rect: Rect, placeholder: String = "", focused: Bool = true,
        invalid: Bool = false, mask: Bool = false
    ) {
        guard rect.width > 0, rect.height > 0 else { return }
        let row = rect.row(0)
        let style = Style(.text, on: invalid ? .inputInvalid : .input)
        canvas.fill(row, style: style)
        let shown = mask ? String(repeating: canvas.glyphs.mask, count: value.count) : value
        let before = CharacterWidth.columns(of: shown.prefix(caret))
        let shift = max(0, before - (row.width - 1))
        canvas.clipped(to: row) { canvas in
            if value.isEmpty {
                let hint = Style(.muted, on: style.background)
                canvas.write(placeholder, at: row.origin, style: hint, width: row.width)
            } else {
                canvas.write(shown, at: row.origin.moved(x: -shift), style: style)
            }
        }
        if focused { canvas.cursor = row.origin.moved(x: before - shift) }
    }
}

extension String {
    fileprivate var trimmingNewlines: Substring {
        var text = self[...]
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
