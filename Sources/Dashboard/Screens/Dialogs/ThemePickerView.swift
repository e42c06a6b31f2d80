import Terminal

/// The themes by name; the screen behind shows the chosen one.
enum ThemePickerView {
    static func draw(_ picker: ThemePicker, _ model: DashboardModel, on canvas: inout Canvas, in main: Rect) {
        let longest = picker.names.reduce(20) { max($0, CharacterWidth.columns(of: $1)) }
        let area = DialogView.frame(
            "Theme", lines: max(1, picker.names.count), width: longest + 8, on: &canvas, in: main)
        if picker.names.isEmpty {
            canvas.write(
                "there are no themes", at: area.origin, style: Style(.muted, on: .panel), width: area.width)
        }
        var list = picker.list
        list.update(count: picker.names.count, height: area.height)
        for (line, index) in list.visible.enumerated() {
            let row = area.row(line)
            let isCurrent = picker.names[index] == model.theme
            let mark = isCurrent ? canvas.glyphs.dot : canvas.glyphs.hollowDot
            canvas.write(
                "\(mark) \(picker.names[index])", at: row.origin, style: Style(.text, on: .panel),
                width: row.width)
            if index == list.selection {
                canvas.paint(row, background: .selection, foreground: .selectionText)
            }
        }
    }
}
