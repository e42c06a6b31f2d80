import Terminal

/// The line that tells how something went, above the key bar.
enum NoticeView {
    static func draw(_ notice: Notice, on canvas: inout Canvas, above keyBar: Rect, in main: Rect) {
        let (mark, role): (Mark, Role) =
            switch notice.kind {
            case .success: (.check, .ready)
            case .info: (.dot, .accent)
            case .failure: (.cross, .failed)
            }
        let text = Paragraph(notice.text, width: max(1, keyBar.width - 4))
        let height = min(text.lines.count, max(1, min(3, main.height - 2)))
        let rect = Rect(x: keyBar.x, y: keyBar.y - height, width: keyBar.width, height: height)
        canvas.fill(rect, style: Style(.text, on: .panel))
        canvas.write(
            String(mark.character(canvas.glyphs)), at: rect.origin.moved(x: 1),
            style: Style(role, on: .panel, bold: true))
        text.draw(on: &canvas, in: rect.inset(left: 3, right: 1), style: Style(.text, on: .panel, bold: true))
    }
}
