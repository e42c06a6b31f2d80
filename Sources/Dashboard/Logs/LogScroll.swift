import Domain
import Terminal

/// The rows that a log takes on a screen. Only the lines near those that show are wrapped, however many there
/// are.
struct LogScroll {
    private let lines: [LogLine]
    private let wraps: Bool
    private let width: Int
    private let height: Int

    /// - Parameter width: of the text alone, without labels and times.
    init(_ panel: LogPanel, width: Int, height: Int) {
        lines = panel.buffer.lines
        wraps = panel.wraps
        self.width = max(1, width)
        self.height = max(1, height)
    }

    /// The rows of a line's text.
    func rows(of line: Int) -> [String] {
        let text = lines[line].text
        if !wraps || text.utf8.count <= width { return [text] }
        return Paragraph(text, width: width).lines
    }

    /// The top row where the last one is at the bottom.
    var last: LogPanel.Place {
        var room = height
        for line in lines.indices.reversed() {
            let count = rows(of: line).count
            if count >= room { return LogPanel.Place(line: line, row: count - room) }
            room -= count
        }
        return LogPanel.Place()
    }

    /// The row `count` further down, or up, as far as there's something to show.
    func moved(_ place: LogPanel.Place, by count: Int) -> LogPanel.Place {
        if abs(count) > 10_000 { return count < 0 ? LogPanel.Place() : last }
        var place = settled(place)
        for _ in 0..<abs(count) {
            if count > 0 {
                if place.row + 1 < rows(of: place.line).count {
                    place.row += 1
                } else if place.line + 1 < lines.count {
                    place = LogPanel.Place(line: place.line + 1)
                }
            } else if place.row > 0 {
                place.row -= 1
            } else if place.line > 0 {
                place = LogPanel.Place(line: place.line - 1, row: rows(of: place.line - 1).count - 1)
            }
        }
        return min(place, last)
    }

    /// The places that show from `top` on.
    func visible(from top: LogPanel.Place) -> [(place: LogPanel.Place, text: String)] {
        guard !lines.isEmpty else { return [] }
        let top = settled(top)
        var shown: [(LogPanel.Place, String)] = []
        for line in lines.indices[top.line...] {
            for (row, text) in rows(of: line).enumerated() where line > top.line || row >= top.row {
                shown.append((LogPanel.Place(line: line, row: row), text))
                if shown.count == height { return shown }
            }
        }
        return shown
    }

    /// The place, or the nearest one where the log or the screen has changed since.
    private func settled(_ place: LogPanel.Place) -> LogPanel.Place {
        guard !lines.isEmpty else { return LogPanel.Place() }
        if place.line >= lines.count { return LogPanel.Place(line: lines.count - 1) }
        return LogPanel.Place(line: place.line, row: max(0, min(place.row, rows(of: place.line).count - 1)))
    }
}
