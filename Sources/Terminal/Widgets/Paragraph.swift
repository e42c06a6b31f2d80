/// Text wrapped at blanks to a width; words longer than a line are cut, line ends in the text are kept.
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
        var line = ""
        var used = 0
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let columns = CharacterWidth.columns(of: word)
            if used > 0 || !line.isEmpty, used + 1 + columns <= width {
                line += " " + word
                used += 1 + columns
                continue
            }
            if !line.isEmpty { lines.append(line) }
            (line, used) = ("", 0)
            for character in word {
                let columns = CharacterWidth.columns(of: String(character))
                if used + columns > width, !line.isEmpty {
                    lines.append(line)
                    (line, used) = ("", 0)
                }
                line.append(character)
                used += columns
            }
        }
        lines.append(line)
        return lines
    }
}
