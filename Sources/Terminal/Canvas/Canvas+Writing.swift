/// Where text stands in the width it is given.
package enum Alignment: Hashable, Sendable {
    case leading, center, trailing
}

extension Canvas {
    /// Writes one line of text and returns the columns it took. With a `width`, text that is longer ends in
    /// an ellipsis and shorter text is aligned in it (the rest is left as it was). Control characters are
    /// made visible and never reach the terminal.
    @discardableResult
    package mutating func write(
        _ text: some StringProtocol, at point: Point, style: Style = .plain, width: Int? = nil,
        alignment: Alignment = .leading
    ) -> Int {
        guard let width else { return put(text, at: point, style: style, limit: .max) }
        if width <= 0 { return 0 }
        let columns = CharacterWidth.columns(of: text)
        if columns > width {
            let used = put(text, at: point, style: style, limit: width - 1)
            return used + put(String(glyphs.ellipsis), at: point.moved(x: used), style: style, limit: 1)
        }
        let indent =
            switch alignment {
            case .leading: 0
            case .center: (width - columns) / 2
            case .trailing: width - columns
            }
        return indent + put(text, at: point.moved(x: indent), style: style, limit: width)
    }

    /// Writes pieces of text in different styles one after another, cut at `width`; returns the columns taken.
    @discardableResult
    package mutating func write(_ spans: [Span], at point: Point, width: Int) -> Int {
        let total = spans.reduce(0) { $0 + CharacterWidth.columns(of: $1.text) }
        var used = 0
        for span in spans {
            let columns = CharacterWidth.columns(of: span.text)
            let room = width - used
            if room <= 0 { break }
            let place = point.moved(x: used)
            if total > width, columns >= room {
                let taken = put(span.text, at: place, style: span.style, limit: room - 1)
                used += taken
                used += put(String(glyphs.ellipsis), at: point.moved(x: used), style: span.style, limit: 1)
                break
            }
            used += put(span.text, at: place, style: span.style, limit: room)
        }
        return used
    }

    /// Writes clusters while they fit in `limit` columns; a wide one that the clip's edge would cut shows
    /// as a blank.
    private mutating func put(_ text: some StringProtocol, at point: Point, style: Style, limit: Int) -> Int {
        var used = 0
        let visible = point.y >= clip.y && point.y < clip.maxY
        PrintableText.forEachCluster(text) { cluster in
            let columns = cluster.columns
            let x = point.x + used
            if used + columns > limit { return false }
            if limit == .max, x >= clip.maxX { return false }
            used += columns
            guard visible else { return true }
            if columns == 2, glyphs.isASCII || x < clip.x || x + 2 > clip.maxX {
                let code: UInt32 = glyphs.isASCII ? 0x3F : 0x20
                for column in x..<x + 2 where column >= clip.x && column < clip.maxX {
                    put(code: code, columns: 1, x: column, y: point.y, style: style)
                }
            } else if x >= clip.x, x < clip.maxX {
                let code = ClusterTable.code(
                    base: glyphs.substitute(cluster.base), marks: glyphs.isASCII ? [] : cluster.marks)
                put(code: code, columns: columns, x: x, y: point.y, style: style)
            }
            return true
        }
        return used
    }
}

/// A piece of text in one style.
package struct Span: Hashable, Sendable {
    package var text: String
    package var style: Style

    package init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}
