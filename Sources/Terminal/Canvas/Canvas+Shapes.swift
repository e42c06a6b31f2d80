extension Canvas {
    /// Clears a rectangle to blanks of `style`.
    package mutating func fill(_ rect: Rect, style: Style = .plain) {
        fill(rect, with: " ", style: style)
    }

    /// Fills a rectangle with one narrow character.
    package mutating func fill(_ rect: Rect, with character: Character, style: Style) {
        let area = rect.intersection(clip)
        let code = character.unicodeScalars.first?.value ?? 0x20
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX { put(code: code, columns: 1, x: x, y: y, style: style) }
        }
    }

    /// Changes the style of what stands in a rectangle: its background, and its foreground when given.
    package mutating func paint(_ rect: Rect, background: Role, foreground: Role? = nil, bold: Bool? = nil) {
        restyle(rect) { style in
            style.background = background
            if let foreground { style.foreground = foreground }
            if let bold { style.bold = bold }
        }
    }

    /// Recedes everything in a rectangle, behind a dialog.
    package mutating func shade(_ rect: Rect) {
        restyle(rect) { $0 = Style(.muted, on: .background, dim: true) }
    }

    private mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
        let area = rect.intersection(clip)
        for y in area.y..<area.maxY {
            for x in area.x..<area.maxX { change(&cells[y * size.width + x].style) }
        }
    }

    /// Draws a frame along the inside of `rect`, with a title (and a note at the right) in its top edge;
    /// returns the area within.
    @discardableResult
    package mutating func box(
        _ rect: Rect, title: String = "", note: String = "", footer: String = "", focused: Bool = false,
        background: Role = .background
    ) -> Rect {
        guard rect.width >= 2, rect.height >= 2 else { return rect.inset(by: 1) }
        let style = Style(focused ? .borderFocused : .border, on: background)
        let (right, bottom) = (rect.maxX - 1, rect.maxY - 1)
        horizontalLine(at: rect.origin, length: rect.width, style: style)
        horizontalLine(at: Point(x: rect.x, y: bottom), length: rect.width, style: style)
        verticalLine(at: rect.origin, length: rect.height, style: style)
        verticalLine(at: Point(x: right, y: rect.y), length: rect.height, style: style)
        put(glyphs.box.topLeft, at: rect.origin, style)
        put(glyphs.box.topRight, at: Point(x: right, y: rect.y), style)
        put(glyphs.box.bottomLeft, at: Point(x: rect.x, y: bottom), style)
        put(glyphs.box.bottomRight, at: Point(x: right, y: bottom), style)
        var room = rect.width - 4
        if !title.isEmpty, room > 2 {
            let titleStyle = Style(focused ? .accent : .title, on: background, bold: true)
            let used = write(" \(title) ", at: rect.origin.moved(x: 2), style: titleStyle, width: room)
            room -= used + 1
        }
        let noteWidth = CharacterWidth.columns(of: note) + 2
        if !note.isEmpty, noteWidth <= room {
            write(
                " \(note) ", at: Point(x: right - 1 - noteWidth, y: rect.y),
                style: Style(.muted, on: background))
        }
        let footerWidth = CharacterWidth.columns(of: footer) + 2
        if !footer.isEmpty, footerWidth <= rect.width - 4 {
            write(
                " \(footer) ", at: Point(x: right - 1 - footerWidth, y: bottom),
                style: Style(.muted, on: background))
        }
        return rect.inset(by: 1)
    }

    package mutating func horizontalLine(at point: Point, length: Int, style: Style) {
        fill(
            Rect(x: point.x, y: point.y, width: length, height: 1), with: glyphs.box.horizontal, style: style)
    }

    package mutating func verticalLine(at point: Point, length: Int, style: Style) {
        fill(Rect(x: point.x, y: point.y, width: 1, height: length), with: glyphs.box.vertical, style: style)
    }

    /// Draws a dialog's ground: clears `rect`, frames it and returns the area within, less a column each side.
    package mutating func dialog(_ rect: Rect, title: String, footer: String = "") -> Rect {
        fill(rect, style: Style(.text, on: .panel))
        return box(rect, title: title, footer: footer, focused: true, background: .panel).inset(horizontal: 1)
    }

    /// Draws a horizontal gauge of `value` out of 1 over `width` columns.
    package mutating func gauge(
        _ value: Double, at point: Point, width: Int, role: Role = .gauge, background: Role = .background
    ) {
        guard width > 0 else { return }
        let parts = glyphs.barParts.count + 1
        let share = value.isFinite ? min(max(value, 0), 1) : 0
        let filled = Int((share * Double(width * parts)).rounded())
        let (full, part) = filled.quotientAndRemainder(dividingBy: parts)
        let track = Style(.track, on: background)
        fill(Rect(x: point.x, y: point.y, width: width, height: 1), with: glyphs.barEmpty, style: track)
        fill(
            Rect(x: point.x, y: point.y, width: full, height: 1), with: glyphs.bar,
            style: Style(role, on: background))
        if part > 0 { put(glyphs.barParts[part - 1], at: point.moved(x: full), Style(role, on: background)) }
    }

    /// Draws a vertical scroll bar in a column when not all rows fit.
    package mutating func scrollbar(
        at point: Point, height: Int, offset: Int, count: Int, background: Role = .background
    ) {
        guard count > height, height > 0 else { return }
        let thumb = max(1, height * height / count)
        let travel = height - thumb
        let place = min(travel, (offset * travel + (count - height) / 2) / (count - height))
        for row in 0..<height {
            let inThumb = row >= place && row < place + thumb
            put(
                inThumb ? glyphs.scrollThumb : glyphs.scrollTrack, at: point.moved(y: row),
                Style(inThumb ? .accent : .track, on: background))
        }
    }

    private mutating func put(_ character: Character, at point: Point, _ style: Style) {
        fill(Rect(x: point.x, y: point.y, width: 1, height: 1), with: character, style: style)
    }
}
