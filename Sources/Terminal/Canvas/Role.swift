/// What a colour is for. A theme gives each role a colour; screens name roles only.
///
/// Raw values are the keys of a theme file. Roles marked *background* are meant for `Style.background`.
package enum Role: String, CaseIterable, Hashable, Sendable {
    /// *Background* of everything.
    case background
    /// *Background* of dialogs and menus above the rest.
    case panel
    case text
    case muted
    case accent
    case title
    case ready
    case progress
    case warning
    case failed
    case unknown
    case border
    case borderFocused = "border-focused"
    /// *Background* of the selected row in the focused pane.
    case selection
    /// *Background* of the selected row in a pane without focus.
    case selectionInactive = "selection-inactive"
    /// Text on `selection` and `selectionInactive`.
    case selectionText = "selection-text"
    case key
    case keyLabel = "key-label"
    /// *Background* of a badge; its text is `badgeText`.
    case badge
    /// *Background* of the DEMO badge; its text is `badgeText`.
    case badgeDemo = "badge-demo"
    case badgeText = "badge-text"
    /// *Background* of an input field; its text is `text`.
    case input
    /// *Background* of an input field whose value is refused.
    case inputInvalid = "input-invalid"
    /// The filled part of a gauge.
    case gauge
    /// The rest of a gauge, and a scroll bar's track.
    case track
    /// *Background* of what a search matched.
    case match
    case link
    case added
    case removed

    /// The role whose colour this one takes when a theme gives it none; nil for the two a theme must give.
    package var fallback: Role? {
        switch self {
        case .background, .text: nil
        case .panel, .selectionInactive, .input: .background
        case .muted, .title, .unknown, .keyLabel, .selectionText: .text
        case .accent, .ready, .progress, .warning, .failed: .text
        case .border, .track: .muted
        case .borderFocused, .key, .selection, .badge, .gauge, .link: .accent
        case .badgeDemo, .match: .warning
        case .badgeText: .background
        case .inputInvalid: .failed
        case .added: .ready
        case .removed: .failed
        }
    }
}
