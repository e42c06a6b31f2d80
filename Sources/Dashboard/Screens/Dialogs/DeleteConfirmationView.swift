import Domain
import Terminal

/// The question before a deletion: what goes, and the name to type.
enum DeleteConfirmationView {
    private static let panel = Role.panel

    static func draw(
        _ question: DeleteConfirmation, _ model: DashboardModel, on canvas: inout Canvas, in main: Rect
    ) {
        let losses =
            question.keepsData ? ["its pods and addresses; volumes and credentials stay"] : question.losses
        let state = state(question)
        let width = min(68, main.width) - 4
        let wrapped = Paragraph(state.text, width: max(1, width)).lines
        let area = DialogView.frame(
            "Delete \(question.name)?", lines: 6 + wrapped.count + losses.count, on: &canvas, in: main)

        var rows: [(inout Canvas, Rect) -> Void] = [
            { canvas, row in
                canvas.write(
                    "Type \(question.name) to delete it:", at: row.origin,
                    style: Style(.text, on: panel, bold: true),
                    width: row.width)
            },
            { canvas, row in
                question.typed.draw(
                    on: &canvas, in: row, placeholder: question.name.description,
                    invalid: !question.typed.isEmpty
                        && !question.name.description.hasPrefix(question.typed.value))
            },
        ]
        for line in area.height < 6 ? [state.text] : wrapped {
            rows.append {
                $0.write(line, at: $1.origin, style: Style(state.role, on: panel), width: $1.width)
            }
        }
        rows.append { canvas, row in toggle(question, on: &canvas, row) }
        rows.append { canvas, row in buttons(question, on: &canvas, row) }
        rows.append { _, _ in }
        let lead = question.keepsData ? "Goes:" : "Is lost for good:"
        rows.append {
            $0.write(lead, at: $1.origin, style: Style(.warning, on: panel, bold: true), width: $1.width)
        }
        for loss in losses {
            rows.append { canvas, row in
                let text = "\(canvas.glyphs.bullet) \(loss)"
                canvas.write(text, at: row.origin, style: Style(.text, on: panel), width: row.width)
            }
        }
        for (index, draw) in rows.prefix(area.height).enumerated() { draw(&canvas, area.row(index)) }
    }

    private static func toggle(_ question: DeleteConfirmation, on canvas: inout Canvas, _ row: Rect) {
        let mark = question.keepsData ? "[\(canvas.glyphs.cross)]" : "[ ]"
        let text = "\(mark) keep its data, for a later store of that name (Tab)"
        let role: Role = question.keepsData ? .accent : .muted
        canvas.write(text, at: row.origin, style: Style(role, on: panel), width: row.width)
    }

    private static func buttons(_ question: DeleteConfirmation, on canvas: inout Canvas, _ row: Rect) {
        let armed = question.isConfirmed
        let chosen = Style(.selectionText, on: .selection, bold: true)
        let other = Style(.muted, on: panel)
        let word = question.keepsData ? "Archive" : "Delete"
        canvas.write(
            [
                Span(armed ? "  Cancel  " : "[ Cancel ]", armed ? other : chosen), Span("  ", other),
                Span(armed ? "[ \(word) ]" : "  \(word)  ", armed ? chosen : other),
            ], at: row.origin, width: row.width)
    }

    private static func state(_ question: DeleteConfirmation) -> (text: String, role: Role) {
        switch question.submission {
        case .waiting: return ("writing it to disk…", .progress)
        case .refused(let reason): return (reason, .failed)
        case .editing: break
        }
        if question.isConfirmed { return ("Enter deletes it", .warning) }
        if question.typed.isEmpty { return ("Enter or Esc cancels", .muted) }
        return ("not \(question.name) yet", .muted)
    }
}
