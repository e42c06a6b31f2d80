import Domain
import Terminal

/// A question that Enter answers with yes and Esc with no.
enum QuestionView {
    static func draw(_ question: RollbackQuestion, on canvas: inout Canvas, in main: Rect) {
        let store = question.panel.store
        var text = [
            "\(store.name) goes back to revision \(question.revision): its workloads, values and size as they were "
                + "then. Its data stays as it is now."
        ]
        var warning = ""
        if let deployed = question.panel.deployed {
            let pair = HistoryPanel.Pair(older: deployed.revision, newer: question.revision)
            if case .shown(let difference) = question.panel.differences[pair], difference.schemaChanges {
                warning =
                    "The database's schema may have changed since; old code on a new schema can fail."
            }
        }
        if warning.isEmpty { text.append("A database that a newer version has changed isn't changed back.") }
        draw(
            "Go back to revision \(question.revision)?", text, warning: warning, yes: "Go back",
            question.submission, on: &canvas, in: main)
    }

    static func draw(_ question: CancelQuestion, on canvas: inout Canvas, in main: Rect) {
        let job = question.job
        draw(
            "Cancel the \(job.kind.rawValue) of \(job.storeName)?", [question.consequence], warning: "",
            yes: "Cancel it", question.submission, on: &canvas, in: main)
    }

    private static func draw(
        _ title: String, _ text: [String], warning: String, yes: String, _ submission: Submission,
        on canvas: inout Canvas, in main: Rect
    ) {
        let width = max(1, min(68, main.width) - 4)
        let wrapped = text.flatMap { Paragraph($0, width: width).lines }.map { ($0, Role.text) }
        let warned = warning.isEmpty ? [] : Paragraph(warning, width: width).lines.map { ($0, Role.warning) }
        let told: [(String, Role)] =
            switch submission {
            case .waiting: [("writing it to disk…", .progress)]
            case .refused(let reason): Paragraph(reason, width: width).lines.map { ($0, .failed) }
            case .editing: [("Enter: \(yes.lowercased()); Esc: leave it", .muted)]
            }
        let isLow = main.height < wrapped.count + warned.count + told.count + 3
        let isBare = main.height < 6 || main.width < 30
        let rows =
            isLow
            ? (isBare ? [(title, .text)] : []) + warned + told + wrapped
            : wrapped + warned + [("", .text)] + told
        let area = DialogView.frame(title, lines: rows.count, on: &canvas, in: main)
        for (index, (line, role)) in rows.prefix(area.height).enumerated() {
            let row = area.row(index)
            canvas.write(line, at: row.origin, style: Style(role, on: .panel), width: row.width)
        }
    }
}
