extension Theme {
    /// The dark default, compiled in so that the program needs no file.
    package static let midnight = Theme(
        name: "midnight", title: "Midnight", appearance: .dark,
        colors: colors([
            .background: 0x11151C, .panel: 0x1A202B, .text: 0xD5DAE3, .muted: 0x7C8798, .accent: 0x6CB6FF,
            .title: 0xE6EDF3, .ready: 0x6BD98F, .progress: 0xF2C55C, .warning: 0xF0A04B, .failed: 0xF47067,
            .unknown: 0x8B949E, .border: 0x3A4454, .borderFocused: 0x6CB6FF, .selection: 0x274472,
            .selectionInactive: 0x242C3A, .selectionText: 0xFFFFFF, .key: 0x6CB6FF, .keyLabel: 0x9AA5B5,
            .badge: 0x316DCA, .badgeDemo: 0xD29922, .badgeText: 0x0B0E13, .input: 0x232B38,
            .inputInvalid: 0x4A2328, .gauge: 0x6CB6FF, .track: 0x333C4A, .match: 0x6A5414, .link: 0x7FC8F8,
            .added: 0x6BD98F, .removed: 0xF47067,
        ]))

    private static func colors(_ rgb: [Role: UInt32]) -> [Role: ThemeColor] {
        rgb.mapValues { ThemeColor(rgb: $0) }
    }
}
