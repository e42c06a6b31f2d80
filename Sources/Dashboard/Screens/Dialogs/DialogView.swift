import Domain
import Terminal

/// Draws the open dialog over the main part of the screen.
enum DialogView {
    static func draw(_ dialog: Dialog, _ model: DashboardModel, on canvas: inout Canvas, in main: Rect) {
        switch dialog {
        case .create(let form): CreateFormView.draw(form, model, on: &canvas, in: main)
        case .delete(let question): DeleteConfirmationView.draw(question, model, on: &canvas, in: main)
        case .upgrade(let form): UpgradeFormView.draw(form, on: &canvas, in: main)
        case .history(let panel): HistoryView.draw(panel, model, on: &canvas, in: main)
        case .rollback(let question): QuestionView.draw(question, on: &canvas, in: main)
        case .cancelJob(let question): QuestionView.draw(question, on: &canvas, in: main)
        case .credentials(let panel): CredentialsView.draw(panel, on: &canvas, in: main)
        case .logs(let panel): LogView.draw(panel, on: &canvas, in: main)
        case .palette(let palette): PaletteView.draw(palette, model, on: &canvas, in: main)
        case .themes(let picker): ThemePickerView.draw(picker, model, on: &canvas, in: main)
        case .help, .events, .job, .inspection: ReadingView.draw(dialog, model, on: &canvas, in: main)
        }
    }

    /// Draws a dialog of lines just as large as they need; returns where its lines stand.
    static func frame(
        _ title: String, lines: Int, width: Int = 68, on canvas: inout Canvas, in main: Rect,
        footer: String = ""
    ) -> Rect {
        if main.height < 6 || main.width < 30 {
            canvas.fill(main, style: Style(.text, on: .panel))
            return main
        }
        let rect = main.centered(Size(width: width, height: lines + 2))
        return canvas.dialog(rect, title: title, footer: footer)
    }
}
