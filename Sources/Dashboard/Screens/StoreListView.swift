import Domain
import Terminal

/// The list of stores. Draws the rows that show, however many there are.
enum StoreListView {
    static func draw(_ model: DashboardModel, on canvas: inout Canvas, _ layout: HomeLayout) {
        let focused = model.focus == .stores
        if layout.isFramed {
            canvas.box(layout.stores, title: "Stores", note: note(model), focused: focused)
        }
        drawFilter(model, on: &canvas, in: layout.filterLine)
        let rows = layout.storeRows
        if model.stores.order.isEmpty { return drawEmpty(model, on: &canvas, in: layout) }
        let table = table(model, width: rows.width)
        table.drawHeader(on: &canvas, in: layout.storeHeader)
        let visible = model.list.visible.clamped(to: model.stores.order.indices)
        for (line, index) in visible.enumerated() {
            guard let row = model.stores[model.stores.order[index]] else { continue }
            let place = rows.row(line)
            table.drawRow(cells(row, model, canvas.glyphs), on: &canvas, in: place)
            if index == model.list.selection { select(place, on: &canvas, focused: focused, layout) }
        }
        if layout.isFramed {
            canvas.scrollbar(
                at: Point(x: layout.stores.maxX - 1, y: rows.y), height: rows.height,
                offset: model.list.offset,
                count: model.stores.order.count)
        }
    }

    private static func select(_ row: Rect, on canvas: inout Canvas, focused: Bool, _ layout: HomeLayout) {
        let wide = layout.isFramed ? Rect(x: row.x - 1, y: row.y, width: row.width + 2, height: 1) : row
        canvas.paint(
            wide, background: focused ? .selection : .selectionInactive, foreground: .selectionText,
            bold: true)
        if layout.isFramed {
            canvas.write(
                String(canvas.glyphs.cursor), at: wide.origin,
                style: Style(.accent, on: focused ? .selection : .selectionInactive))
        }
    }

    private static func note(_ model: DashboardModel) -> String {
        let sorting = model.stores.sorting
        var parts: [String] = []
        if !model.stores.filter.isEmpty {
            parts.append("\(model.stores.order.count) of \(model.stores.count)")
        }
        if sorting != StoreOrder() {
            parts.append("by \(sorting.key.rawValue)\(sorting.isReversed ? ", reversed" : "")")
        }
        let strangers = model.stores.strangers.count
        if strangers > 0 { parts.append("\(strangers) only in the cluster: a adopts") }
        return parts.joined(separator: " · ")
    }

    private static func table(_ model: DashboardModel, width: Int) -> TableLayout {
        TableLayout(
            [
                TableColumn("NAME", minimum: 8, ideal: width >= 90 ? 28 : 14, priority: 9, grows: width < 90),
                TableColumn("ENGINE", minimum: 6, priority: 3),
                TableColumn("STATUS", minimum: 8, ideal: 18, priority: 8),
                TableColumn("PODS", minimum: 4, priority: 6, alignment: .trailing),
                TableColumn("AGE", minimum: 4, priority: 5, alignment: .trailing),
                TableColumn("PROBLEM", minimum: width >= 72 ? 14 : 1_000, priority: 1, grows: true),
            ], width: width)
    }

    private static func cells(_ row: StoreRow, _ model: DashboardModel, _ glyphs: Glyphs) -> [Span] {
        let status = row.store.status
        return [
            Span(row.store.name.description), Span(row.store.spec.engine.shortTitle),
            row.look.span(glyphs), Span(row.podsText, Style(row.pods == nil ? .unknown : .text)),
            Span(AgeText.text(since: status.createdAt, now: model.now)),
            Span(problem(row), Style(.failed)),
        ]
    }

    /// What is wrong, without the name of the pod that has it and what the status says already.
    private static func problem(_ row: StoreRow) -> String {
        var problem = (row.problem ?? "")[...]
        let pod = row.observation?.pods.first { problem.hasPrefix("\($0.name): ") }
        for word in [pod?.name, row.look.word].compactMap(\.self) where problem.hasPrefix("\(word): ") {
            problem = problem.dropFirst(word.count + 2)
        }
        return String(problem)
    }

    private static func drawFilter(_ model: DashboardModel, on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        canvas.write("/", at: rect.origin, style: Style(.key, bold: true))
        let place = rect.inset(left: 1)
        if let field = model.filterField {
            field.draw(on: &canvas, in: place, placeholder: "name, status…   ! for all others")
        } else {
            canvas.write(
                model.stores.filter.text, at: place.origin, style: Style(.accent), width: place.width)
        }
    }

    private static func drawEmpty(_ model: DashboardModel, on canvas: inout Canvas, in layout: HomeLayout) {
        let area = layout.inside(layout.stores).inset(top: layout.filterLine.height)
        let (text, role) = EmptyText.stores(model)
        Paragraph(text, width: area.width).draw(on: &canvas, in: area, style: Style(role))
    }
}

extension Engine {
    /// The title where there is little room.
    fileprivate var shortTitle: String {
        switch self {
        case .woocommerce: "Woo"
        case .medusa: "Medusa"
        }
    }
}
