/// One cell of a canvas, in eight bytes: a cluster, the columns it takes and its style.
package struct Cell: Hashable, Sendable {
    /// A scalar's value, or `ClusterTable.flag` and a place in that table; 0 in a continuation.
    let code: UInt32
    /// 1 or 2; 0 for the right half of the wide cluster before it.
    package let columns: UInt8
    package var style: Style

    init(code: UInt32, columns: UInt8, style: Style) {
        self.code = code
        self.columns = columns
        self.style = style
    }

    static func blank(_ style: Style) -> Cell { Cell(code: 0x20, columns: 1, style: style) }
    static func continuation(_ style: Style) -> Cell { Cell(code: 0, columns: 0, style: style) }

    /// What the cell shows; empty in a continuation.
    package var text: String {
        code == 0 ? "" : String(String.UnicodeScalarView(ClusterTable.scalars(of: code)))
    }
}
