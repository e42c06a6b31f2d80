extension Canvas {
    /// The rows joined by newlines, without their trailing blanks.
    package var text: String {
        (0..<size.height).map { y in
            Self.trimmed(row(y).reduce(into: "") { $0 += $1.text })
        }.joined(separator: "\n")
    }

    /// The rows with a marker wherever the style changes: `‹role›`, `‹role/background›`, with `+b`, `+u`,
    /// `+r`, `+d` for bold, underlined, reversed, dim; `‹›` is back to plain.
    package var styledText: String {
        (0..<size.height).map { y in
            var line = ""
            var style = Style.plain
            for cell in row(y) where cell.columns > 0 {
                if cell.style != style {
                    style = cell.style
                    line += style.marker
                }
                line += cell.text
            }
            return Self.trimmed(line)
        }.joined(separator: "\n")
    }

    private static func trimmed(_ line: String) -> String {
        let end = line.lastIndex { $0 != " " }
        return end.map { String(line[...$0]) } ?? ""
    }
}

extension Style {
    fileprivate var marker: String {
        if self == .plain { return "‹›" }
        var name = foreground.rawValue
        if background != .background { name += "/\(background.rawValue)" }
        if bold { name += "+b" }
        if underline { name += "+u" }
        if reverse { name += "+r" }
        if dim { name += "+d" }
        return "‹\(name)›"
    }
}
