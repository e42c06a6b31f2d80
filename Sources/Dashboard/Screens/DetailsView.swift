import Domain
import Terminal

/// The pane or screen that shows the target store.
enum DetailsView {
    static func draw(
        _ model: DashboardModel, on canvas: inout Canvas, in rect: Rect, isFramed: Bool, focused: Bool
    ) {
        let row = model.target
        var area = rect
        if isFramed {
            let note = row.map { "\($0.store.spec.engine.title) · \($0.store.spec.size.rawValue)" } ?? ""
            canvas.box(rect, title: row?.store.name.description ?? "Store", note: note, focused: focused)
            area = rect.inset(left: 2, top: 1, right: 2, bottom: 1)
        }
        guard let row else {
            Paragraph(EmptyText.details(model), width: area.width)
                .draw(on: &canvas, in: area, style: Style(.muted))
            return
        }
        let lines = StoreDocument.lines(model, width: area.width, glyphs: canvas.glyphs)
        let offset = max(0, min(model.scroll, lines.count - area.height))
        DocumentLine.draw(lines, on: &canvas, in: area, from: offset)
        if focused, let pod = model.targetPod, let index = row.shownPods.firstIndex(of: pod) {
            paint(index, in: lines, at: offset, on: &canvas, area)
        }
        if isFramed {
            canvas.scrollbar(
                at: Point(x: rect.maxX - 1, y: area.y), height: area.height, offset: offset,
                count: lines.count)
        }
    }

    /// Marks the line of the chosen pod.
    private static func paint(
        _ pod: Int, in lines: [DocumentLine], at offset: Int, on canvas: inout Canvas, _ area: Rect
    ) {
        let places = StoreDocument.podLines(lines)
        guard places.indices.contains(pod), places[pod] >= offset else { return }
        canvas.paint(
            area.row(places[pod] - offset), background: .selection, foreground: .selectionText, bold: true)
    }
}
