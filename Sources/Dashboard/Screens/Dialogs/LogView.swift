import Domain
import FoundationEssentials
import Terminal

/// The log of a store's pods, over all of the screen's main part.
enum LogView {
    private static func isBare(_ main: Rect) -> Bool { main.height < 6 || main.width < 30 }

    private static func inside(_ main: Rect) -> Rect {
        isBare(main) ? main : main.inset(left: 2, top: 1, right: 2, bottom: 1)
    }

    /// Where the lines stand: above what is searched for and what goes wrong.
    static func area(_ panel: LogPanel, in main: Rect) -> Rect {
        let area = inside(main)
        let below = (panel.search.isShown ? 1 : 0) + (panel.trouble == nil ? 0 : 1)
        return area.splitBottom(min(below, max(0, area.height - 1))).rest
    }

    /// The columns before a line's text.
    private static func lead(_ panel: LogPanel, width: Int) -> (time: Int, label: Int) {
        let label = min(panel.labels, max(8, min(22, width / 5)))
        return (panel.showsTimes ? 9 : 0, label == 0 ? 0 : label + 1)
    }

    static func scroll(_ panel: LogPanel, in main: Rect) -> LogScroll {
        let area = area(panel, in: main)
        let lead = lead(panel, width: area.width)
        return LogScroll(panel, width: area.width - lead.time - lead.label, height: area.height)
    }

    static func draw(_ panel: LogPanel, on canvas: inout Canvas, in main: Rect) {
        canvas.fill(main)
        if !isBare(main) {
            let dropped = panel.buffer.dropped
            canvas.box(
                main, title: title(panel), note: note(panel),
                footer: dropped > 0 ? "\(dropped) earlier lines left out" : "", focused: true)
        }
        let area = area(panel, in: main)
        drawLines(panel, on: &canvas, in: area, scroll(panel, in: main), main)
        var below = inside(main).inset(top: area.height)
        if let trouble = panel.trouble {
            canvas.write(
                "\(canvas.glyphs.warning) \(trouble)", at: below.origin, style: Style(.warning),
                width: below.row(0).width)
            below = below.inset(top: 1)
        }
        if panel.search.isShown, below.height > 0 { panel.search.draw(on: &canvas, in: below.row(0)) }
    }

    private static func title(_ panel: LogPanel) -> String {
        let part = panel.query.request.isPrevious ? ", the run before" : ""
        return "Log of \(panel.showsOnly ?? "\(panel.name), all pods")\(part)"
    }

    private static func note(_ panel: LogPanel) -> String {
        var words = panel.wraps ? [] : ["cut"]
        if panel.isComplete {
            words.append("complete")
        } else {
            words.append(panel.follows ? "following" : "not following")
        }
        return words.joined(separator: " · ")
    }

    private static func drawLines(
        _ panel: LogPanel, on canvas: inout Canvas, in area: Rect, _ scroll: LogScroll, _ main: Rect
    ) {
        if panel.buffer.lines.isEmpty {
            let told =
                !panel.isHeard ? "asking the cluster…" : panel.trouble == nil ? "nothing was written yet" : ""
            canvas.write(told, at: area.origin, style: Style(.muted), width: area.width)
            return
        }
        let lead = lead(panel, width: area.width)
        let last = scroll.last
        let top = panel.follows ? last : min(panel.top, last)
        for (index, (place, text)) in scroll.visible(from: top).enumerated() {
            let row = area.row(index)
            let line = panel.buffer.lines[place.line]
            if place.row == 0, lead.time > 0 {
                canvas.write(clock(line.time), at: row.origin, style: Style(.muted))
            }
            if place.row == 0, lead.label > 0 {
                canvas.write(
                    panel.label(line), at: row.origin.moved(x: lead.time), style: Style(.accent),
                    width: min(lead.label - 1, row.width))
            }
            let rest = row.inset(left: lead.time + lead.label)
            canvas.write(text, at: rest.origin, width: rest.width)
            if place.line == panel.search.found {
                canvas.paint(row, background: .selection, foreground: .selectionText)
            }
            panel.search.highlight(in: text, on: &canvas, rest)
        }
        if isBare(main) { return }
        canvas.scrollbar(
            at: Point(x: main.maxX - 1, y: area.y), height: area.height, offset: top.line,
            count: panel.buffer.lines.count + (last.row > 0 ? 1 : 0))
    }

    /// The time of day, in UTC as clusters have it.
    private static func clock(_ time: Date?) -> String {
        guard let time else { return "" }
        let seconds = Int(time.timeIntervalSince1970.rounded(.down)) % 86_400
        return [seconds / 3_600, seconds / 60 % 60, seconds % 60]
            .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
