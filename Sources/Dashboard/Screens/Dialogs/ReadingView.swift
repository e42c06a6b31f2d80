import Domain
import FoundationEssentials
import Terminal

/// Texts that are read and scrolled: help, events, a job's output.
enum ReadingView {
    private static func isBare(_ main: Rect) -> Bool { main.height < 6 || main.width < 30 }

    private static func frame(in main: Rect) -> Rect {
        main.centered(Size(width: main.width <= 140 ? main.width : 120, height: main.height))
    }

    /// Where the text stands.
    static func area(in main: Rect) -> Rect {
        isBare(main) ? main : frame(in: main).inset(left: 2, top: 1, right: 2, bottom: 1)
    }

    /// Where a dialog's text stands: above what is searched for in it.
    static func area(_ dialog: Dialog, in main: Rect) -> Rect {
        let area = area(in: main)
        guard case .inspection(let panel) = dialog, panel.search.isShown, area.height > 1 else { return area }
        return area.splitBottom(1).rest
    }

    /// Draws the frame of a text as large as the screen allows; returns where the text stands.
    static func frame(_ title: String, on canvas: inout Canvas, in main: Rect) -> Rect {
        canvas.fill(isBare(main) ? main : frame(in: main), style: Style(.text, on: .panel))
        if !isBare(main) {
            canvas.box(frame(in: main), title: title, focused: true, background: .panel)
        }
        return area(in: main)
    }

    static func draw(_ dialog: Dialog, _ model: DashboardModel, on canvas: inout Canvas, in main: Rect) {
        let whole = frame(title(dialog, model), on: &canvas, in: main)
        let area = area(dialog, in: main)
        let lines = lines(model, dialog, width: area.width, glyphs: canvas.glyphs)
        let offset = offset(dialog, last: max(0, lines.count - area.height))
        DocumentLine.draw(lines, on: &canvas, in: area, from: offset, background: .panel)
        if case .inspection(let panel) = dialog, panel.search.isShown {
            mark(panel.search, in: lines, from: offset, on: &canvas, area)
            panel.search.draw(on: &canvas, in: whole.row(whole.height - 1), background: .panel)
        }
        if isBare(main) { return }
        canvas.scrollbar(
            at: Point(x: area.maxX + 1, y: area.y), height: area.height, offset: offset, count: lines.count,
            background: .panel)
    }

    private static func mark(
        _ search: TextSearch, in lines: [DocumentLine], from first: Int, on canvas: inout Canvas, _ area: Rect
    ) {
        for (index, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
            if first + index == search.found {
                canvas.paint(area.row(index), background: .selection, foreground: .selectionText)
            }
            search.highlight(in: line.text, on: &canvas, area.row(index))
        }
    }

    /// The first line that shows, where the last one that can is `last`.
    static func offset(_ dialog: Dialog, last: Int) -> Int {
        switch dialog {
        case .help(let text): min(text.offset, last)
        case .events(let panel): min(panel.offset, last)
        case .inspection(let panel): min(panel.offset, last)
        case .job(let panel): panel.follows ? last : min(panel.offset, last)
        default: 0
        }
    }

    static func lines(_ model: DashboardModel, _ dialog: Dialog, width: Int, glyphs: Glyphs) -> [DocumentLine]
    {
        switch dialog {
        case .help: HelpText.lines(width: width)
        case .events(let panel): events(panel, model, width: width, glyphs: glyphs)
        case .inspection(let panel): InspectionText.lines(panel, model, width: width, glyphs: glyphs)
        case .job(let panel): job(panel, model, width: width, glyphs: glyphs)
        default: []
        }
    }

    private static func title(_ dialog: Dialog, _ model: DashboardModel) -> String {
        switch dialog {
        case .events(let panel):
            "Events of \(model.stores[panel.store]?.store.name.description ?? "a store that is gone")"
        case .inspection(let panel):
            (panel.kind == .yaml ? "YAML of " : "Description of ")
                + (panel.pod ?? panel.store.name.description)
        case .job(let panel):
            model.jobs.first { $0.id == panel.job }.map { "\($0.kind.rawValue) \($0.storeName)" } ?? "Job"
        default: "Help"
        }
    }

    private static func events(_ panel: EventsPanel, _ model: DashboardModel, width: Int, glyphs: Glyphs)
        -> [DocumentLine]
    {
        let namespace = model.stores[panel.store]?.store.namespace
        guard let events = namespace.flatMap({ model.eventLog.events(in: $0) }) else {
            return [.spans([Span("waiting for the cluster's events…", Style(.muted))])]
        }
        if events.isEmpty { return [.spans([Span("nothing was reported lately", Style(.muted))])] }
        return events.flatMap { event in
            let spans = EventText.spans(event, now: model.now, glyphs: glyphs)
            let text = Paragraph(spans[3].text, width: max(1, width - 5)).lines
            return [DocumentLine.spans(Array(spans.prefix(3)))]
                + text.map { .spans([Span("     " + $0, spans[3].style)]) }
        }
    }

    private static func job(_ panel: JobPanel, _ model: DashboardModel, width: Int, glyphs: Glyphs)
        -> [DocumentLine]
    {
        guard let job = model.jobs.first(where: { $0.id == panel.job }) else {
            return [.spans([Span("this job is no longer among the latest", Style(.muted))])]
        }
        var lines = JobText.lines(job, now: model.now, width: width, glyphs: glyphs)
        lines += JobRemedies.lines(job, model, width: width)
        lines += [
            .spans([
                Span(
                    "asked for by \(job.requestedBy), job \(job.id.short), attempt \(job.attempt)",
                    Style(.muted))
            ]),
            .blank, .heading("Output"),
        ]
        if let problem = panel.problem {
            lines += DocumentLine.wrapped(problem, width: width, style: Style(.failed))
        }
        guard let log = panel.log else { return lines + [.spans([Span("reading it…", Style(.muted))])] }
        if log.isEmpty { return lines + [.spans([Span("nothing was said yet", Style(.muted))])] }
        return lines + log.flatMap { DocumentLine.wrapped($0, width: width, indent: 2, style: .plain) }
    }
}
