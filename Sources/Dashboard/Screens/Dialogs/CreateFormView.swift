import Domain
import Terminal

/// The form for a new store, with what will be made of it. The lines that matter most stand first, as a low
/// screen cuts the last ones.
enum CreateFormView {
    private static let panel = Role.panel

    static func draw(_ form: CreateForm, _ model: DashboardModel, on canvas: inout Canvas, in main: Rect) {
        let count = model.settings.maxStores.map { "\(model.stores.countedCount) of \($0) stores" } ?? ""
        let preview = preview(form, model)
        let state = state(form, model)
        let label = main.width < 30 ? 5 : 9
        let width = min(68, main.width)
        let wrapped = Paragraph(state.text, width: max(1, width - 4 - label))
        let lines = 4 + max(1, wrapped.lines.count) + preview.count
        let area = DialogView.frame("New store", lines: lines, on: &canvas, in: main, footer: count)

        var y = 0
        func value(_ row: Rect) -> Rect { row.inset(left: label) }
        field(label < 9 ? "" : "Name", form.field == .name, on: &canvas, area.row(y))
        form.name.draw(
            on: &canvas, in: value(area.row(y)), placeholder: "a-z, 0-9 and -", focused: form.field == .name,
            invalid: state.isRefused)
        y += 1
        for line in area.height < 8 ? [state.text] : wrapped.lines {
            let rest = value(area.row(y))
            canvas.write(line, at: rest.origin, style: Style(state.role, on: panel), width: rest.width)
            y += 1
        }
        field(label < 9 ? "Eng" : "Engine", form.field == .engine, on: &canvas, area.row(y))
        choices(engines(form, model), form.field == .engine, on: &canvas, value(area.row(y)))
        y += 1
        field("Size", form.field == .size, on: &canvas, area.row(y))
        choices(
            StoreSize.allCases.map { Choice(title: $0.rawValue, isChosen: $0 == form.size, isOffered: true) },
            form.field == .size, on: &canvas, value(area.row(y)))
        y += area.height >= lines ? 2 : 1
        for (index, (title, text)) in preview.enumerated() where y + index < area.height {
            let row = area.row(y + index)
            canvas.write(title, at: row.origin, style: Style(.muted, on: panel), width: row.width)
            let rest = value(row)
            canvas.write(text, at: rest.origin, style: Style(.text, on: panel), width: rest.width)
        }
    }

    private static func field(_ title: String, _ isFocused: Bool, on canvas: inout Canvas, _ row: Rect) {
        let style = Style(isFocused ? .accent : .muted, on: panel, bold: isFocused)
        canvas.write(
            title, at: row.origin, style: style, width: min(CharacterWidth.columns(of: title), row.width))
    }

    private struct Choice {
        let title: String
        let isChosen: Bool
        let isOffered: Bool
    }

    private static func engines(_ form: CreateForm, _ model: DashboardModel) -> [Choice] {
        model.settings.engines.map { offer in
            let reason = offer.unavailable.map { " (\($0))" } ?? ""
            return Choice(
                title: offer.engine.title + reason, isChosen: offer.engine == form.engine,
                isOffered: offer.unavailable == nil)
        }
    }

    private static func choices(_ choices: [Choice], _ isFocused: Bool, on canvas: inout Canvas, _ row: Rect)
    {
        guard row.height > 0 else { return }
        let glyphs = canvas.glyphs
        let spans = choices.map { choice in
            let mark = choice.isChosen ? glyphs.dot : glyphs.hollowDot
            let role: Role = choice.isChosen ? (isFocused ? .accent : .text) : .muted
            return Span(
                "\(mark) \(choice.title)   ",
                Style(role, on: panel, bold: choice.isChosen, dim: !choice.isOffered))
        }
        canvas.write(spans, at: row.origin, width: row.width)
    }

    private static func preview(_ form: CreateForm, _ model: DashboardModel) -> [(String, String)] {
        let typed = form.name.value
        let isName = StoreName.problem(in: typed) == nil
        let name = isName ? typed : "NAME"
        let settings = model.settings
        let scheme = settings.usesTLS ? "https" : "http"
        let port = settings.publicPort.map { ":\($0)" } ?? ""
        let namespace =
            (try? StoreName(typed)).map { StoreNamespace.name(prefix: settings.namespacePrefix, store: $0) }
            ?? settings.namespacePrefix + name
        var lines = [
            ("Makes", "namespace \(namespace) in \(settings.cluster)"), ("", "release   \(name)"),
            ("", "host      \(scheme)://\(model.host(of: name))\(port)"),
        ]
        if let quota = settings.sizes[form.engine]?[form.size] { lines.append(("", "quota     \(quota)")) }
        return lines
    }

    private static func state(_ form: CreateForm, _ model: DashboardModel)
        -> (text: String, role: Role, isRefused: Bool)
    {
        switch form.submission {
        case .waiting: return ("writing it to disk…", .progress, false)
        case .refused(let reason): return (reason, .failed, true)
        case .editing: break
        }
        if form.name.isEmpty, !form.wasTried { return ("a name, then Enter", .muted, false) }
        if let problem = model.problem(in: form) { return (problem, .failed, true) }
        if let limit = model.limitProblem { return (limit, .warning, false) }
        let isArchived = (try? StoreName(form.name.value)).flatMap { model.stores.row(named: $0) } != nil
        if isArchived { return ("takes up the data kept of the archived store", .ready, false) }
        return ("free", .ready, false)
    }
}
