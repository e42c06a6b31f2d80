import Terminal

/// The command palette: a line to type in, and what it finds.
enum PaletteView {
    /// Where the commands stand.
    static func rows(in main: Rect) -> Rect { area(in: main).inset(top: 1) }

    private static func area(in main: Rect) -> Rect {
        isBare(main) ? main : frame(in: main).inset(left: 2, top: 1, right: 2, bottom: 1)
    }

    private static func frame(in main: Rect) -> Rect { main.centered(Size(width: 76, height: 20)) }
    private static func isBare(_ main: Rect) -> Bool { main.height < 6 || main.width < 30 }

    static func draw(
        _ palette: CommandPalette, _ model: DashboardModel, on canvas: inout Canvas, in main: Rect
    ) {
        if isBare(main) {
            canvas.fill(main, style: Style(.text, on: .panel))
        } else {
            _ = canvas.dialog(frame(in: main), title: "Commands")
        }
        let line = area(in: main).row(0)
        canvas.write(":", at: line.origin, style: Style(.key, on: .panel, bold: true))
        palette.field.draw(on: &canvas, in: line.inset(left: 2), placeholder: "type to find a command")
        let rows = rows(in: main)
        let matches = model.paletteMatches(palette)
        if matches.isEmpty {
            canvas.write(
                "no command matches", at: rows.origin, style: Style(.muted, on: .panel), width: rows.width)
        }
        for (index, place) in palette.list.visible.clamped(to: matches.indices).enumerated() {
            draw(
                matches[place], model, isChosen: place == palette.list.selection, on: &canvas, rows.row(index)
            )
        }
    }

    private static func draw(
        _ binding: Binding, _ model: DashboardModel, isChosen: Bool, on canvas: inout Canvas, _ row: Rect
    ) {
        let reason = binding.disabled(model)
        let key = binding.keys.first.map { KeyReference.name($0) } ?? ""
        let isOff = reason != nil
        canvas.write(
            [
                Span(key.padded(to: 10), Style(isOff ? .muted : .key, on: .panel)),
                Span(binding.title.padded(to: 16), Style(isOff ? .muted : .text, on: .panel, bold: !isOff)),
                Span(reason.map { "not now: \($0)" } ?? binding.help, Style(.muted, on: .panel)),
            ], at: row.origin, width: row.width)
        if isChosen { canvas.paint(row, background: .selection, foreground: .selectionText) }
    }
}
