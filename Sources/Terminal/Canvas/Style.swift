/// How a cell looks: two roles and a few attributes, in three bytes.
package struct Style: Hashable, Sendable {
    package var foreground: Role
    package var background: Role
    private var attributes: UInt8

    package init(
        _ foreground: Role = .text, on background: Role = .background,
        bold: Bool = false, underline: Bool = false, reverse: Bool = false, dim: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        attributes = (bold ? 1 : 0) | (underline ? 2 : 0) | (reverse ? 4 : 0) | (dim ? 8 : 0)
    }

    /// Text on the background, with no attribute.
    package static let plain = Style()

    package var bold: Bool {
        get { has(1) }
        set { set(1, newValue) }
    }

    package var underline: Bool {
        get { has(2) }
        set { set(2, newValue) }
    }

    package var reverse: Bool {
        get { has(4) }
        set { set(4, newValue) }
    }

    package var dim: Bool {
        get { has(8) }
        set { set(8, newValue) }
    }

    /// The same style on another background.
    package func on(_ background: Role) -> Style {
        var copy = self
        copy.background = background
        return copy
    }

    private func has(_ bit: UInt8) -> Bool { attributes & bit != 0 }

    private mutating func set(_ bit: UInt8, _ value: Bool) {
        attributes = value ? attributes | bit : attributes & ~bit
    }
}
