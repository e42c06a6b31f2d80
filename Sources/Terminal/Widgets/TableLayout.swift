/// A column of a table: how wide it must and would be, and how soon it goes when there is no room.
package struct TableColumn: Hashable, Sendable {
    package var title: String
    /// Below this the column is dropped rather than cut.
    package var minimum: Int
    /// What it takes when there is room.
    package var ideal: Int
    /// The lowest goes first; the highest never goes.
    package var priority: Int
    package var alignment: Alignment
    /// Takes what is left over; several share it.
    package var grows: Bool

    package init(
        _ title: String, minimum: Int, ideal: Int? = nil, priority: Int = 0, alignment: Alignment = .leading,
        grows: Bool = false
    ) {
        self.title = title
        self.minimum = minimum
        self.ideal = max(minimum, ideal ?? minimum)
        self.priority = priority
        self.alignment = alignment
        self.grows = grows
    }
}

/// Which columns of a table show in a width, and where.
package struct TableLayout: Hashable, Sendable {
    package struct Placed: Hashable, Sendable {
        /// The column's place among those given.
        package let index: Int
        /// Columns from the table's left edge.
        package let x: Int
        package let width: Int
    }

    package let columns: [TableColumn]
    package let placed: [Placed]

    package init(_ columns: [TableColumn], width: Int, gap: Int = 2) {
        self.columns = columns
        var kept = Array(columns.indices)
        let least = { (kept: [Int]) in
            kept.reduce(0) { $0 + columns[$1].minimum } + gap * max(0, kept.count - 1)
        }
        while kept.count > 1, least(kept) > width {
            let lowest = kept.indices.min {
                (columns[kept[$0]].priority, -$0) < (columns[kept[$1]].priority, -$1)
            }
            if let lowest { kept.remove(at: lowest) }
        }
        var widths = kept.map { columns[$0].minimum }
        var spare = max(0, width - least(kept))
        let byPriority = kept.indices.sorted {
            (-columns[kept[$0]].priority, $0) < (-columns[kept[$1]].priority, $1)
        }
        for place in byPriority {
            let more = min(spare, columns[kept[place]].ideal - widths[place])
            widths[place] += more
            spare -= more
        }
        let growing = kept.indices.filter { columns[kept[$0]].grows }
        for (turn, place) in growing.enumerated() {
            let share = spare / (growing.count - turn)
            widths[place] += share
            spare -= share
        }
        if kept.count == 1 { widths[0] = min(widths[0], max(0, width)) }
        var x = 0
        var result: [Placed] = []
        for (place, index) in kept.enumerated() {
            result.append(Placed(index: index, x: x, width: widths[place]))
            x += widths[place] + gap
        }
        placed = result
    }

    /// Writes the titles of the columns that show.
    package func drawHeader(on canvas: inout Canvas, in rect: Rect, style: Style = Style(.muted, bold: true))
    {
        drawRow(columns.map { Span($0.title, style) }, on: &canvas, in: rect)
    }

    /// Writes a row, one span for each of the table's columns in the order given to `init`.
    package func drawRow(_ cells: [Span], on canvas: inout Canvas, in rect: Rect) {
        guard rect.height > 0 else { return }
        for column in placed where column.index < cells.count && column.x < rect.width {
            let cell = cells[column.index]
            canvas.write(
                cell.text, at: rect.origin.moved(x: column.x), style: cell.style,
                width: min(column.width, rect.width - column.x), alignment: columns[column.index].alignment)
        }
    }
}
