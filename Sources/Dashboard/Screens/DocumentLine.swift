import Domain
import Terminal

/// A line of a text that scrolls.
enum DocumentLine: Hashable, Sendable {
    case blank
    case heading(String)
    case spans([Span])
    case row(TableLayout, [Span])
    case titles(TableLayout)
    case gauge(QuotaUsage, labels: Int)

    /// A text in one style, wrapped to `width`, its later lines indented. Blanks at its beginning stay.
    static func wrapped(_ text: String, width: Int, indent: Int = 0, style: Style) -> [DocumentLine] {
        let lead = text.prefix { $0 == " " }
        let room = max(1, width - max(indent, lead.count))
        return Paragraph(String(text.dropFirst(lead.count)), width: room).lines.enumerated().map {
            index, line in
            .spans([Span((index == 0 ? String(lead) : String(repeating: " ", count: indent)) + line, style)])
        }
    }

    /// What it says, as far as it's text.
    var text: String {
        switch self {
        case .blank, .row, .titles: ""
        case .heading(let text): text
        case .spans(let spans): spans.map(\.text).joined()
        case .gauge(let usage, _): usage.resource
        }
    }

    static func draw(
        _ lines: [DocumentLine], on canvas: inout Canvas, in rect: Rect, from first: Int,
        background: Role = .background
    ) {
        for (index, line) in lines.dropFirst(first).prefix(rect.height).enumerated() {
            line.draw(on: &canvas, in: rect.row(index))
        }
        if background != .background { canvas.paint(rect, background: background) }
    }

    private func draw(on canvas: inout Canvas, in row: Rect) {
        switch self {
        case .blank: break
        case .heading(let text):
            canvas.write(text, at: row.origin, style: Style(.title, bold: true), width: row.width)
        case .spans(let spans): canvas.write(spans, at: row.origin, width: row.width)
        case .row(let table, let cells): table.drawRow(cells, on: &canvas, in: row)
        case .titles(let table): table.drawHeader(on: &canvas, in: row, style: Style(.muted))
        case .gauge(let usage, let labels): Self.draw(usage, labels: labels, on: &canvas, in: row)
        }
    }

    private static func draw(_ usage: QuotaUsage, labels: Int, on canvas: inout Canvas, in row: Rect) {
        let role: Role = usage.fraction >= 1 ? .failed : usage.fraction >= 0.85 ? .warning : .gauge
        canvas.write(usage.resource, at: row.origin, style: Style(.muted), width: labels)
        let text = "\(usage.used) of \(usage.hard)"
        let width = max(0, min(20, row.width - labels - 2 - CharacterWidth.columns(of: text)))
        canvas.gauge(usage.fraction, at: row.origin.moved(x: labels + 1), width: width, role: role)
        let start = labels + 1 + (width > 0 ? width + 1 : 0)
        canvas.write(
            text, at: row.origin.moved(x: start), style: Style(usage.fraction >= 1 ? .failed : .text),
            width: row.width - start)
    }
}
