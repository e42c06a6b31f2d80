import Domain
import Terminal

/// Running and recent jobs, along the bottom.
enum ActivityView {
    /// A line of the pane: a job, or the strip of its steps.
    struct Row: Hashable, Sendable {
        let job: JobID
        let index: Int
        let isStrip: Bool
    }

    static func rows(_ model: DashboardModel, width: Int) -> [Row] {
        var rows: [Row] = []
        for (index, job) in model.jobs.enumerated() {
            rows.append(Row(job: job.id, index: index, isStrip: false))
            if job.state == .running, width >= 50 {
                rows.append(Row(job: job.id, index: index, isStrip: true))
            }
        }
        return rows
    }

    static func draw(_ model: DashboardModel, on canvas: inout Canvas, _ layout: HomeLayout) {
        let rect = layout.activity
        let focused = model.focus == .activity
        let area = layout.inside(rect)
        if layout.isFramed {
            let count = model.activeJobCount
            canvas.box(
                rect, title: "Activity", note: count == 0 ? "" : "\(count) under way", focused: focused)
        }
        let rows = rows(model, width: area.width)
        if rows.isEmpty {
            let text = model.hasRecords ? "Nothing has been done yet." : ""
            canvas.write(text, at: area.origin, style: Style(.muted), width: area.width)
            return
        }
        for (line, index) in model.activity.visible.clamped(to: rows.indices).enumerated() {
            let row = rows[index]
            let job = model.jobs[row.index]
            let spans =
                row.isStrip
                ? JobText.strip(job, glyphs: canvas.glyphs)
                : JobText.headline(job, now: model.now, glyphs: canvas.glyphs)
            canvas.write(spans, at: area.row(line).origin, width: area.width)
            if focused, row.job == model.selectedJob {
                canvas.paint(area.row(line), background: .selection, foreground: .selectionText)
            }
        }
        if layout.isFramed {
            canvas.scrollbar(
                at: Point(x: rect.maxX - 1, y: area.y), height: area.height, offset: model.activity.offset,
                count: rows.count)
        }
    }

    /// The first job in one line, and how many more are under way.
    static func drawSummary(_ model: DashboardModel, on canvas: inout Canvas, in rect: Rect) {
        guard let job = model.jobs.first else { return }
        let more = model.activeJobCount - (job.state.isActive ? 1 : 0)
        let lead = more > 0 ? [Span("+\(more) ", Style(.progress))] : []
        canvas.write(
            [Span(" ")] + lead + JobText.headline(job, now: model.now, glyphs: canvas.glyphs),
            at: rect.origin,
            width: rect.width)
    }
}
