/// Spoils a text in one of many ways, as a seed determines.
struct Mutator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xF00D }

    private static let tokens: [[UInt8]] = [
        "{", "}", "[", "]", "\"", "'", ":", ",", "\\", "\\u0000", "\\ud800", "null", "true", "-", "0x",
        "1e999",
        "-1e-999", "99999999999999999999999999", "NaN", "&a ", "*a", "<<: *a", "!!binary ", "|", ">", "---\n",
        "\n", "\r\n", "\t", "#", "=", "[[", "]]", "\"\"\"", "'''", "1979-05-27T07:32:00Z", "\u{202E}",
        "\u{FEFF}", "\u{1F468}\u{200D}\u{1F469}", "9223372036854775808", "-9223372036854775809", ".inf",
    ].map { Array($0.utf8) }

    mutating func mutate(_ original: [UInt8], beside other: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0...below(4) { change(&bytes, other) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
        let place = below(bytes.count + 1)
        switch below(14) {
        case 0: if place < bytes.count { bytes[place] ^= UInt8(1 << below(8)) }
        case 1: if place < bytes.count { bytes[place] = UInt8(below(256)) }
        case 2: bytes.removeLast(bytes.count - place)
        case 3:
            let piece = Array(bytes[place..<min(bytes.count, place + below(200))])
            bytes.insert(contentsOf: piece, at: below(bytes.count + 1))
        case 4: bytes.removeSubrange(place..<min(bytes.count, place + below(40)))
        case 5, 6: bytes.insert(contentsOf: Self.tokens[below(Self.tokens.count)], at: place)
        case 7:
            bytes.insert(contentsOf: [0xFF, 0xC0, 0x80, 0xED, 0xA0, 0x80].prefix(1 + below(6)), at: place)
        case 8: bytes.insert(0, at: place)
        case 9: bytes.insert(contentsOf: nested(), at: place)
        case 10:
            let letters = [UInt8](repeating: UInt8(32 + below(95)), count: 1 << below(16))
            bytes.insert(contentsOf: letters, at: place)
        case 11: bytes.insert(contentsOf: [UInt8](repeating: 57, count: 1 + below(400)), at: place)
        case 12:
            let piece = other[below(other.count)...].prefix(below(300))
            bytes.replaceSubrange(place..<min(bytes.count, place + below(100)), with: piece)
        default:
            let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
            guard lines.count > 1 else { return }
            var shuffled = lines
            shuffled.swapAt(below(lines.count), below(lines.count))
            bytes = Array(shuffled.joined(separator: [10]))
        }
    }

    /// Brackets or indentation, up to some thousands deep; closed at times.
    private mutating func nested() -> [UInt8] {
        let depth = below(4) == 0 ? below(20_000) : below(600)
        let (opening, closing) = [
            ("[", "]"), ("{\"a\":", "}"), ("{a: ", "}"), ("- ", ""), ("a.", ""), ("? ", ""),
        ][
            below(6)]
        let inside = Array(repeating: Array(opening.utf8), count: depth).joined()
        guard below(2) == 0 else { return Array(inside) }
        return Array(inside) + [49] + Array(repeating: Array(closing.utf8), count: depth).joined()
    }

    private mutating func below(_ limit: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 31)) % UInt64(max(1, limit)))
    }
}
