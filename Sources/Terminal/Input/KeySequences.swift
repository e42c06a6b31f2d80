/// Keys by the bytes that the terminal database says this terminal sends, where they are others than xterm's.
struct KeySequences {
    private var keys: [[UInt8]: KeyPress] = [:]
    private var longest = 0

    /// The capabilities that name keys, and what they mean here.
    static let capabilities: [(name: String, key: KeyPress)] =
        [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home),
            ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert),
            ("kdch1", .deleteForward),
            ("kcbt", .backTab), ("kent", .enter),
        ] + (1...12).map { ("kf\($0)", .function($0)) }

    /// Takes sequences of two bytes and more that begin with Escape; others are told by their first byte.
    mutating func add(_ bytes: [UInt8], _ key: KeyPress) {
        guard bytes.count > 1, bytes[0] == 0x1B, bytes[1] != 0x1B else { return }
        keys[bytes] = key
        longest = max(longest, bytes.count)
    }

    /// The longest sequence that `bytes` begins with.
    func match(_ bytes: ArraySlice<UInt8>) -> (length: Int, key: KeyPress)? {
        guard bytes.first == 0x1B, longest > 1 else { return nil }
        var length = min(longest, bytes.count)
        while length > 1 {
            if let key = keys[Array(bytes.prefix(length))] { return (length, key) }
            length -= 1
        }
        return nil
    }

    /// The key of `ESC O` and a byte: the arrows and the number pad in their application modes.
    static func singleShift(_ byte: UInt8) -> KeyPress? {
        switch byte {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "c"): .wordRight
        case UInt8(ascii: "d"): .wordLeft
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(byte) - 0x4F)
        case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Character(Unicode.Scalar(byte - 0x40)))
        default: nil
        }
    }
}
