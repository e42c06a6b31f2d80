import Domain
import Terminal

/// A store's addresses and credentials.
enum CredentialsView {
    static func draw(_ panel: CredentialsPanel, on canvas: inout Canvas, in main: Rect) {
        let items = panel.items
        let labels = items.reduce(5) { max($0, CharacterWidth.columns(of: $1.title)) }
        let longest = items.reduce(40) { max($0, labels + 4 + $1.value.reveal().count) }
        let told = state(panel)
        let wrapped = Paragraph(told.text, width: max(1, min(longest, main.width - 4))).lines
        let area = DialogView.frame(
            "Credentials of \(panel.name)", lines: items.count + (told.text.isEmpty ? 0 : wrapped.count + 1),
            width: longest + 6, on: &canvas, in: main, footer: "y copies")
        for (index, item) in items.enumerated() where index < area.height {
            draw(item, panel, labels: labels, isChosen: index == panel.cursor, on: &canvas, area.row(index))
        }
        if told.text.isEmpty { return }
        for (index, line) in wrapped.enumerated() {
            let row = area.row(items.count + 1 + index)
            if row.height == 0 { continue }
            canvas.write(line, at: row.origin, style: Style(told.role, on: .panel), width: row.width)
        }
    }

    private static func draw(
        _ item: CredentialsPanel.Item, _ panel: CredentialsPanel, labels: Int, isChosen: Bool,
        on canvas: inout Canvas, _ row: Rect
    ) {
        let isMasked = item.isSecret && !panel.isRevealed
        let value = isMasked ? String(repeating: canvas.glyphs.mask, count: 8) : item.value.reveal()
        canvas.write(item.title, at: row.origin.moved(x: 1), style: Style(.muted, on: .panel), width: labels)
        canvas.write(
            value, at: row.origin.moved(x: labels + 3), style: Style(.text, on: .panel, bold: item.isSecret),
            width: row.width - labels - 3)
        if isChosen {
            canvas.paint(row, background: .selection, foreground: .selectionText)
            canvas.write(String(canvas.glyphs.cursor), at: row.origin, style: Style(.accent, on: .selection))
        }
    }

    private static func state(_ panel: CredentialsPanel) -> (text: String, role: Role) {
        switch panel.content {
        case .loading: ("asking the cluster…", .progress)
        case .failed(let reason): (reason, .failed)
        case .shown(let credentials): (credentials.isEmpty ? "no credentials yet" : "", .muted)
        }
    }
}
