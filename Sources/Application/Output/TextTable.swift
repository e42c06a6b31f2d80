internal import Terminal

/// Columns of text under headings, as wide as their widest cell, with the last column left as it is. A cell has
/// one line, in which nothing steers a terminal.
package struct TextTable: Sendable {
    private let headings: [String]
    private var rows: [[String]] = []

    package init(_ headings: String...) { self.headings = headings }

    package mutating func add(_ cells: String...) { rows.append(cells.map(HarmlessText.line)) }

    package var text: String {
        let all = [headings] + rows
        let widths = headings.indices.map { column in
            all.map { $0[column].columns }.max() ?? 0
        }
        return all.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.columns + 3)
            }.joined()
        }.joined(separator: "\n")
    }
}

extension String {
    /// How many columns of a terminal it takes.
    fileprivate var columns: Int { CharacterWidth.columns(of: self) }
}
