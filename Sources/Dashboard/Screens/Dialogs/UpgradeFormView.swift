import Domain
import Terminal

/// The form for a change of a store, with what it would change beneath.
enum UpgradeFormView {
    private static let panel = Role.panel
    private static let label = 9

    /// Where what would change stands.
    static func planArea(in main: Rect) -> Rect {
        let area = ReadingView.area(in: main)
        return area.inset(top: area.height >= 8 ? 4 : min(area.height, 3))
    }

    static func draw(_ form: UpgradeForm, on canvas: inout Canvas, in main: Rect) {
        let area = ReadingView.frame("Upgrade \(form.target.name)", on: &canvas, in: main)
        title("Size", form.field == .size, on: &canvas, area.row(0))
        let choices = StoreSize.allCases.map { size in
            let isChosen = size == form.size
            let role: Role = isChosen ? (form.field == .size ? .accent : .text) : .muted
            let mark = isChosen ? canvas.glyphs.dot : canvas.glyphs.hollowDot
            return Span("\(mark) \(size.rawValue)   ", Style(role, on: panel, bold: isChosen))
        }
        let choice = area.row(0).inset(left: label)
        canvas.write(choices, at: choice.origin, width: choice.width)
        title("Values", form.field == .values, on: &canvas, area.row(1))
        form.values.draw(
            on: &canvas, in: area.row(1).inset(left: label), placeholder: "key=value   -key forgets one",
            focused: form.field == .values, invalid: form.problem != nil && form.wasTried)
        let (text, role) = state(form)
        let line = area.row(2).inset(left: label)
        canvas.write(text, at: line.origin, style: Style(role, on: panel), width: line.width)
        let rest = planArea(in: main)
        let lines = planLines(form, width: rest.width)
        let offset = max(0, min(form.offset, lines.count - rest.height))
        DocumentLine.draw(lines, on: &canvas, in: rest, from: offset, background: panel)
        if rest.maxX < main.maxX {
            canvas.scrollbar(
                at: Point(x: rest.maxX + 1, y: rest.y), height: rest.height, offset: offset,
                count: lines.count, background: panel)
        }
    }

    private static func title(_ text: String, _ isFocused: Bool, on canvas: inout Canvas, _ row: Rect) {
        canvas.write(
            text, at: row.origin, style: Style(isFocused ? .accent : .muted, on: panel, bold: isFocused),
            width: min(label, row.width))
    }

    /// What would change, below what is remembered.
    static func planLines(_ form: UpgradeForm, width: Int) -> [DocumentLine] {
        let remembered = form.target.spec.overrides.joined(separator: "  ")
        var lines: [DocumentLine] = []
        if !remembered.isEmpty {
            lines += DocumentLine.wrapped(
                "Remembered: \(remembered)", width: width, indent: 12, style: Style(.muted))
        }
        guard case .shown(let plan) = form.plan else { return lines }
        for change in plan.wishes.changes {
            lines += DocumentLine.wrapped(
                change.description, width: width, indent: 2, style: Style(.text, bold: true))
        }
        if !lines.isEmpty { lines.append(.blank) }
        return lines + DifferenceText.lines(plan.preview, width: width)
    }

    private static func state(_ form: UpgradeForm) -> (String, Role) {
        switch form.submission {
        case .waiting: return ("writing it to disk…", .progress)
        case .refused(let reason): return (reason, .failed)
        case .editing: break
        }
        if let problem = form.problem { return (problem, form.wasTried ? .failed : .muted) }
        switch form.plan {
        case .none: return ("", .muted)
        case .asked: return ("working out what would change…", .progress)
        case .failed(let reason): return (reason, .failed)
        case .shown(let plan) where plan.isEmpty:
            return form.wasTried
                ? ("Enter upgrades it all the same", .warning) : ("nothing would change", .muted)
        case .shown(let plan) where plan.preview.schemaChanges:
            return ("Enter upgrades it; its database may change for good", .warning)
        case .shown: return ("Enter upgrades it; if it doesn't come up, it goes back by itself", .ready)
        }
    }
}
