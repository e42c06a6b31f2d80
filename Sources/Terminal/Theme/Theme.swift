/// A colour and attributes for each role.
package struct Theme: Hashable, Sendable {
    /// Whether it is made for a dark or a light background.
    package enum Appearance: String, Sendable {
        case dark, light
    }

    package let name: String
    package let title: String
    package let appearance: Appearance
    /// Uses no colour on any terminal, attributes only.
    package let monochrome: Bool
    let colors: [Role: ThemeColor]
    let attributes: [Role: ThemeAttributes]

    init(
        name: String, title: String, appearance: Appearance, monochrome: Bool = false,
        colors: [Role: ThemeColor], attributes: [Role: ThemeAttributes] = [:]
    ) {
        self.name = name
        self.title = title
        self.appearance = appearance
        self.monochrome = monochrome
        self.colors = colors
        self.attributes = attributes
    }
}

/// What a theme adds to a role's text.
struct ThemeAttributes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    static let bold = ThemeAttributes(rawValue: 1)
    static let underline = ThemeAttributes(rawValue: 2)
    static let reverse = ThemeAttributes(rawValue: 4)
    static let dim = ThemeAttributes(rawValue: 8)
}
