import Domain
package import Terminal

/// Draws the model on a canvas of `size`. The same model and size give the same canvas.
package func render(_ model: DashboardModel, size: Size, glyphs: Glyphs = .unicode) -> Canvas {
    var canvas = Canvas(size: size, glyphs: glyphs)
    var model = model
    if model.size != size {
        model.size = size
        model.settle()
    }
    let layout = HomeLayout(model)
    if layout.isTooSmall {
        drawTooSmall(on: &canvas)
        return canvas
    }
    HeaderView.draw(model, on: &canvas, in: layout.header)
    switch model.screen {
    case .home: drawHome(model, on: &canvas, layout)
    case .store:
        DetailsView.draw(model, on: &canvas, in: layout.main, isFramed: layout.isFramed, focused: true)
    }
    if let dialog = model.dialog {
        canvas.shade(layout.main)
        DialogView.draw(dialog, model, on: &canvas, in: layout.main)
    }
    KeyBar.draw(model, on: &canvas, in: layout.keyBar)
    if let notice = model.notice {
        NoticeView.draw(notice, on: &canvas, above: layout.keyBar, in: layout.main)
    }
    return canvas
}

private func drawHome(_ model: DashboardModel, on canvas: inout Canvas, _ layout: HomeLayout) {
    if !layout.stores.isEmpty { StoreListView.draw(model, on: &canvas, layout) }
    if !layout.details.isEmpty {
        DetailsView.draw(
            model, on: &canvas, in: layout.details, isFramed: layout.isFramed,
            focused: model.focus == .details)
    }
    if !layout.activity.isEmpty { ActivityView.draw(model, on: &canvas, layout) }
    if !layout.summary.isEmpty { ActivityView.drawSummary(model, on: &canvas, in: layout.summary) }
}

private func drawTooSmall(on canvas: inout Canvas) {
    let least = HomeLayout.smallest
    Paragraph("too small: urumi needs \(least.width)x\(least.height)", width: canvas.size.width)
        .draw(on: &canvas, in: canvas.bounds, style: Style(.warning))
}
