/// What a mouse did, and over which cell.
package struct MouseEvent: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case press, release, drag, scrollUp, scrollDown
        /// The second press of the left button on one cell within 400 ms; the first came as `press`.
        case double
    }

    package enum Button: Hashable, Sendable {
        case left, middle, right
    }

    package struct Modifiers: OptionSet, Hashable, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let shift = Modifiers(rawValue: 1)
        package static let alt = Modifiers(rawValue: 2)
        package static let control = Modifiers(rawValue: 4)
    }

    package var point: Point
    package var kind: Kind
    package var button: Button
    package var modifiers: Modifiers

    package init(point: Point, kind: Kind, button: Button = .left, modifiers: Modifiers = []) {
        self.point = point
        self.kind = kind
        self.button = button
        self.modifiers = modifiers
    }
}
