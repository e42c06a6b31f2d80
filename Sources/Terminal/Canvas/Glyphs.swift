/// The signs that screens draw with: one table for UTF-8 terminals, one of ASCII only.
package struct Glyphs: Hashable, Sendable {
    /// Lines and corners of a box.
    package struct Box: Hashable, Sendable {
        package let horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight: Character
        package let teeLeft, teeRight, teeTop, teeBottom, cross: Character
    }

    package let isASCII: Bool
    package let box: Box
    package let ellipsis: Character
    package let separator: Character
    package let cursor: Character
    package let mark: Character
    package let check: Character
    package let cross: Character
    package let warning: Character
    /// A filled and a hollow dot, and one half filled, for states.
    package let dot, hollowDot, halfDot: Character
    package let arrowUp, arrowDown, arrowLeft, arrowRight: Character
    package let expanded, collapsed: Character
    package let bar: Character
    package let barEmpty: Character
    /// Parts of a bar's last cell, in eighths, from one to seven; empty where there are none.
    package let barParts: [Character]
    package let scrollThumb, scrollTrack: Character
    package let spinner: [Character]
    /// Heights of a sparkline from lowest to highest.
    package let spark: [Character]
    package let bullet: Character
    package let mask: Character

    package static let unicode = Glyphs(
        isASCII: false,
        box: Box(
            horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯",
            teeLeft: "├", teeRight: "┤", teeTop: "┬", teeBottom: "┴", cross: "┼"),
        ellipsis: "…", separator: "·", cursor: "▌", mark: "◆", check: "✓", cross: "✗", warning: "▲",
        dot: "●", hollowDot: "○", halfDot: "◐", arrowUp: "↑", arrowDown: "↓", arrowLeft: "←", arrowRight: "→",
        expanded: "▾", collapsed: "▸", bar: "█", barEmpty: "░",
        barParts: ["▏", "▎", "▍", "▌", "▋", "▊", "▉"], scrollThumb: "┃", scrollTrack: "│",
        spinner: ["◐", "◓", "◑", "◒"], spark: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"], bullet: "•", mask: "•"
    )

    package static let ascii = Glyphs(
        isASCII: true,
        box: Box(
            horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+",
            teeLeft: "+", teeRight: "+", teeTop: "+", teeBottom: "+", cross: "+"),
        ellipsis: "~", separator: "-", cursor: ">", mark: "*", check: "+", cross: "x", warning: "!",
        dot: "*", hollowDot: "o", halfDot: "%", arrowUp: "^", arrowDown: "v", arrowLeft: "<", arrowRight: ">",
        expanded: "v", collapsed: ">", bar: "#", barEmpty: ".", barParts: [], scrollThumb: "#",
        scrollTrack: "|", spinner: ["|", "/", "-", "\\"], spark: ["_", ".", "-", "=", "+", "*", "#"],
        bullet: "*", mask: "*")
}
