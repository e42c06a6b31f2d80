import Domain
import FoundationEssentials
import Terminal

/// A release's revisions, and below them what lies between the chosen one and another.
enum HistoryView {
    private static let panel = Role.panel

    /// How many revisions show at a time.
    static func listHeight(_ history: HistoryPanel, in main: Rect) -> Int {
        max(1, min(history.items.count, (ReadingView.area(in: main).height - 3) * 2 / 5))
    }

    static func differenceArea(_ history: HistoryPanel, in main: Rect) -> Rect {
        ReadingView.area(in: main).inset(top: listHeight(history, in: main) + 3)
    }

    static func draw(_ history: HistoryPanel, _ model: DashboardModel, on canvas: inout Canvas, in main: Rect)
    {
        let area = ReadingView.frame("Releases of \(history.store.name)", on: &canvas, in: main)
        switch history.revisions {
        case .loading: return write("asking the cluster…", .progress, on: &canvas, area)
        case .failed(let reason): return write(reason, .failed, on: &canvas, area)
        case .shown(let revisions) where revisions.isEmpty:
            return write("there is no release in \(history.store.namespace)", .muted, on: &canvas, area)
        case .shown: break
        }
        let table = table(history, width: area.width)
        table.drawHeader(on: &canvas, in: area.row(0), style: Style(.muted, on: panel))
        var list = history.list
        list.update(count: history.items.count, height: listHeight(history, in: main))
        for (line, index) in list.visible.enumerated() {
            let row = area.row(line + 1)
            table.drawRow(cells(history.items[index], model), on: &canvas, in: row)
            canvas.paint(row, background: panel)
            if index == list.selection {
                canvas.paint(row, background: .selection, foreground: .selectionText)
            }
        }
        let heading = area.row(list.height + 2)
        canvas.write(
            title(history, width: heading.width), at: heading.origin,
            style: Style(.title, on: panel, bold: true),
            width: heading.width)
        let rest = differenceArea(history, in: main)
        let lines = differenceLines(history, width: rest.width)
        let offset = max(0, min(history.offset, lines.count - rest.height))
        DocumentLine.draw(lines, on: &canvas, in: rest, from: offset, background: panel)
        if rest.maxX < main.maxX {
            canvas.scrollbar(
                at: Point(x: rest.maxX + 1, y: rest.y), height: rest.height, offset: offset,
                count: lines.count, background: panel)
        }
    }

    static func differenceLines(_ history: HistoryPanel, width: Int) -> [DocumentLine] {
        guard let pair = history.pair else {
            let text = history.looksBack ? "it is in force" : "nothing is known of a revision before it"
            return [.spans([Span(text, Style(.muted))])]
        }
        return switch history.differences[pair] {
        case nil, .loading: [.spans([Span("asking the cluster…", Style(.progress))])]
        case .failed(let reason): DocumentLine.wrapped(reason, width: width, style: Style(.failed))
        case .shown(let difference): DifferenceText.lines(difference, width: width)
        }
    }

    private static func title(_ history: HistoryPanel, width: Int) -> String {
        let revision = history.chosen?.revision ?? 0
        let (title, hint) =
            history.looksBack
            ? ("What going back to revision \(revision) would change", " (Tab: what it changed)")
            : ("What revision \(revision) changed", " (Tab: what going back to it would change)")
        return title.count + hint.count <= width ? title + hint : title
    }

    private static func write(_ text: String, _ role: Role, on canvas: inout Canvas, _ area: Rect) {
        Paragraph(text, width: area.width).draw(on: &canvas, in: area, style: Style(role, on: panel))
    }

    private static func table(_ history: HistoryPanel, width: Int) -> TableLayout {
        let state = history.items.reduce(8) { max($0, $1.state.rawValue.count) }
        return TableLayout(
            [
                TableColumn("REV", minimum: 3, priority: 9, alignment: .trailing),
                TableColumn("STATE", minimum: state, priority: 8),
                TableColumn("AGE", minimum: 4, priority: 7, alignment: .trailing),
                TableColumn("CHART", minimum: 8, ideal: 20, priority: 5),
                TableColumn("JOB", minimum: 8, priority: 4),
                TableColumn("WHAT HELM SAYS", minimum: 14, priority: 3, grows: true),
            ], width: width)
    }

    private static func cells(_ revision: ReleaseRevision, _ model: DashboardModel) -> [Span] {
        let role: Role =
            switch revision.state {
            case .deployed: .ready
            case .failed: .failed
            case .superseded, .uninstalled, .unknown: .muted
            case .uninstalling, .pendingInstall, .pendingUpgrade, .pendingRollback: .warning
            }
        return [
            Span("\(revision.revision)", Style(.text, bold: true)),
            Span(revision.state.rawValue, Style(role)),
            Span(revision.updatedAt.map { AgeText.text(since: $0, now: model.now) } ?? "", Style(.muted)),
            Span("\(revision.chart) \(revision.chartVersion)"),
            Span(revision.operation?.short ?? "outside", Style(.muted)),
            Span(revision.description, Style(.muted)),
        ]
    }
}
