/// Text wrapped at blanks to a width; words longer than a line are cut, line ends in the text and the blanks that a
/// line of it starts with are kept, for the lines it's wrapped into as well.
package struct Paragraph: Hashable, Sendable {
    package let lines: [String]

    package init(_ text: String, width: Int) {
        guard width > 0 else {
            lines = []
            return
        }
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
            Self.wrap($0, width: width)
        }
    }

    /// Draws as many lines as fit and returns how many those were.
    @discardableResult
    package func draw(on canvas: inout Canvas, in rect: Rect, style: Style = .plain, from first: Int = 0)
        -> Int
    {
        let shown = lines.dropFirst(first).prefix(rect.height)
        for (row, line) in shown.enumerated() {
            canvas.write(line, at: rect.origin.moved(y: row), style: style, width: rect.width)
        }
        return shown.count
    }

    private static func wrap(_ text: Substring, width: Int) -> [String] {
        var lines: [String] = []
        let blanks = text.prefix { $0 == " " }
        // Where they'd leave no room, the words matter more.
        let indent = 2 * blanks.count + 2 <= width ? String(blanks) : ""
        var (line, used) = (indent, indent.count)
        var isBegun = false
        for word in text.dropFirst(blanks.count).split(separator: " ", omittingEmptySubsequences: false) {
            let columns = CharacterWidth.columns(of: word)
            if isBegun, used + 1 + columns <= width {
                line += " " + word
                used += 1 + columns
                continue
            }
            if isBegun {
                if !line.isEmpty { lines.append(line) }
                (line, used) = (indent, indent.count)
            }
            isBegun = true
            for character in word {
                let columns = CharacterWidth.columns(of: String(character))
                if used + columns > width, !line.isEmpty {
                    lines.append(line)
                    (line, used) = (indent, indent.count)
                }
                line.append(character)
                used += columns
            }
        }
        lines.append(line)
        return lines
    }
}
