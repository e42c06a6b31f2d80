/// A role's colour, as 24 bits and, where the theme says so, as one of 256 and of 16 colours.
struct ThemeColor: Hashable, Sendable {
    /// 0xRRGGBB; nil is the terminal's own default colour.
    var rgb: UInt32?
    var ansi256: UInt8?
    var ansi16: UInt8?
}
