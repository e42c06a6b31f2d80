/// A key as the program means it, whatever bytes the terminal sends for it.
package enum KeyPress: Hashable, Sendable {
    case character(Character)
    case enter, escape, tab, backTab, backspace, deleteForward, insert
    case up, down, left, right, home, end, pageUp, pageDown
    /// Ctrl or Alt with the left or right arrow.
    case wordLeft, wordRight
    case function(Int)
    /// Ctrl with a key; letters are lower case.
    case control(Character)
    case alt(Character)
}

extension KeyPress: CustomStringConvertible {
    /// The name shown in help: `Ctrl-D`, `Enter`, `F5`, `j`.
    package var description: String {
        switch self {
        case .character(" "): "Space"
        case .character(let character): String(character)
        case .enter: "Enter"
        case .escape: "Esc"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .backspace: "Backspace"
        case .deleteForward: "Delete"
        case .insert: "Insert"
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .wordLeft: "Ctrl-Left"
        case .wordRight: "Ctrl-Right"
        case .function(let number): "F\(number)"
        case .control(let character): "Ctrl-\(character.uppercased())"
        case .alt(let character): "Alt-\(character)"
        }
    }
}
