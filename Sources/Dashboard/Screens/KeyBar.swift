import Terminal

/// The keys that apply now, along the bottom; what can't be done now is dimmed.
enum KeyBar {
    private struct Item {
        let binding: Binding
        let x: Int
        let key: String
        let columns: Int
    }

    static func draw(_ model: DashboardModel, on canvas: inout Canvas, in rect: Rect) {
        for item in items(model, width: rect.width, glyphs: canvas.glyphs) {
            let point = rect.origin.moved(x: item.x)
            let isOff = item.binding.disabled(model) != nil
            canvas.write(item.key, at: point, style: Style(isOff ? .muted : .key, bold: !isOff, dim: isOff))
            canvas.write(
                item.binding.title, at: point.moved(x: CharacterWidth.columns(of: item.key) + 1),
                style: Style(isOff ? .muted : .keyLabel, dim: isOff))
        }
    }

    /// What a click at `point` asks for.
    static func binding(at point: Point, _ model: DashboardModel, in rect: Rect) -> Binding? {
        items(model, width: rect.width, glyphs: .unicode).first { item in
            point.x >= rect.x + item.x && point.x < rect.x + item.x + item.columns
        }?.binding
    }

    /// Those with the lowest ranks that fit, in the order of their ranks; help and quit stay to the end.
    private static func items(_ model: DashboardModel, width: Int, glyphs: Glyphs) -> [Item] {
        var ranked = model.bindings.filter { $0.rank != nil }
            .sorted { ($0.rank ?? 0, $0.title) < ($1.rank ?? 0, $1.title) }
        func label(_ binding: Binding) -> (String, Int) {
            let key = binding.keys.first.map { KeyReference.name($0, arrows: glyphs) } ?? ""
            return (key, CharacterWidth.columns(of: key) + 1 + CharacterWidth.columns(of: binding.title))
        }
        func total() -> Int { ranked.reduce(1) { $0 + label($1).1 + 2 } }
        let kept: Set<Action> = [.help, .quit, .create, .accept, .cancel]
        while total() > width + 2, ranked.count > 1 {
            let place = ranked.lastIndex { !kept.contains($0.action) } ?? ranked.count - 1
            ranked.remove(at: place)
        }
        var items: [Item] = []
        var x = 1
        for binding in ranked {
            let (key, columns) = label(binding)
            items.append(Item(binding: binding, x: x, key: key, columns: columns))
            x += columns + 2
        }
        return items
    }
}
