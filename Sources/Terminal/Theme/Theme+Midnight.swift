extension Theme {
    /// The dark default, compiled in so that the program needs no file.
    package static let midnight = Theme(
        name: "midnight", title: "Midnight", appearance: .dark,
        colors: [
            .background: ThemeColor(rgb: 0x11151C, ansi16: 0), .panel: ThemeColor(rgb: 0x1A202B, ansi16: 0),
            .text: ThemeColor(rgb: 0xD5DAE3, ansi16: 7), .muted: ThemeColor(rgb: 0x7C8798, ansi16: 8),
            .accent: ThemeColor(rgb: 0x6CB6FF, ansi16: 12), .title: ThemeColor(rgb: 0xE6EDF3, ansi16: 15),
            .ready: ThemeColor(rgb: 0x6BD98F, ansi16: 10), .progress: ThemeColor(rgb: 0xF2C55C, ansi16: 11),
            .warning: ThemeColor(rgb: 0xF0A04B, ansi16: 3), .failed: ThemeColor(rgb: 0xF47067, ansi16: 9),
            .unknown: ThemeColor(rgb: 0x8B949E, ansi16: 8), .border: ThemeColor(rgb: 0x3A4454, ansi16: 8),
            .borderFocused: ThemeColor(rgb: 0x6CB6FF, ansi16: 12),
            .selection: ThemeColor(rgb: 0x274472, ansi16: 4),
            .selectionInactive: ThemeColor(rgb: 0x242C3A, ansi16: 0),
            .selectionText: ThemeColor(rgb: 0xFFFFFF, ansi16: 15),
            .key: ThemeColor(rgb: 0x6CB6FF, ansi16: 12), .keyLabel: ThemeColor(rgb: 0x9AA5B5, ansi16: 7),
            .badge: ThemeColor(rgb: 0x316DCA, ansi16: 4), .badgeDemo: ThemeColor(rgb: 0xD29922, ansi16: 3),
            .badgeText: ThemeColor(rgb: 0x0B0E13, ansi16: 0), .input: ThemeColor(rgb: 0x232B38, ansi16: 0),
            .inputInvalid: ThemeColor(rgb: 0x4A2328, ansi16: 1),
            .gauge: ThemeColor(rgb: 0x6CB6FF, ansi16: 12),
            .track: ThemeColor(rgb: 0x333C4A, ansi16: 8), .match: ThemeColor(rgb: 0x6A5414, ansi16: 3),
            .link: ThemeColor(rgb: 0x7FC8F8, ansi16: 14), .added: ThemeColor(rgb: 0x6BD98F, ansi16: 10),
            .removed: ThemeColor(rgb: 0xF47067, ansi16: 9),
        ])
}
