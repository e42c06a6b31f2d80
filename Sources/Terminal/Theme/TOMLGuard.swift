/// Finds what toml++ doesn't fail at but ends the process for: a table header that doesn't begin with a key,
/// a brace where an array's value is due, and a key of so many parts that the tables overflow the stack.
package struct TOMLGuard {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// The brackets that are open.
    private var open: [UInt8] = []
    private var isLineStart = true
    /// How many dots the present key or value has so far.
    private var dots = 0

    private static let longestKey = 32

    /// The line, from 1, at which the text can't be parsed safely; nil where it can.
    package static func firstHazard(in text: String) -> Int? {
        var scan = TOMLGuard(bytes: Array(text.utf8))
        return scan.run()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() -> Int? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x0A...0x0D:
                if byte == 0x0A { line += 1 }
                (isLineStart, dots) = (true, 0)
                position += 1
                continue
            case 0x20, 0x09:
                position += 1
                continue
            case UInt8(ascii: "#"):
                while position < bytes.count, bytes[position] != 0x0A { position += 1 }
                continue
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                // The parser fails by itself at a string without an end, and sees nothing after it.
                guard skipString(byte) else { return nil }
            case UInt8(ascii: "["):
                if open.isEmpty, isLineStart {
                    if !skipHeaderStart() { return line }
                } else {
                    open.append(byte)
                    position += 1
                }
            case UInt8(ascii: "{"):
                open.append(byte)
                position += 1
            case UInt8(ascii: "]"):
                if open.last == UInt8(ascii: "[") { open.removeLast() }
                position += 1
            case UInt8(ascii: "}"):
                if open.last == UInt8(ascii: "[") { return line }
                if !open.isEmpty { open.removeLast() }
                position += 1
            case UInt8(ascii: "."):
                dots += 1
                if dots > Self.longestKey { return line }
                position += 1
            case UInt8(ascii: "="), UInt8(ascii: ","):
                dots = 0
                position += 1
            default: position += 1
            }
            isLineStart = false
        }
        return nil
    }

    private mutating func skipHeaderStart() -> Bool {
        position += 1
        skipBlanks()
        if position < bytes.count, bytes[position] == UInt8(ascii: "[") {
            position += 1
            skipBlanks()
        }
        guard position < bytes.count else { return true }
        switch bytes[position] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            return true
        default: return false
        }
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }

    /// False when the string has no end.
    private mutating func skipString(_ quote: UInt8) -> Bool {
        let isLong =
            position + 2 < bytes.count && bytes[position + 1] == quote && bytes[position + 2] == quote
        position += isLong ? 3 : 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x0A {
                if !isLong { return false }
                line += 1
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                position += 1
                if position < bytes.count, bytes[position] == 0x0A { line += 1 }
            } else if byte == quote {
                guard isLong else {
                    position += 1
                    return true
                }
                if position + 2 < bytes.count, bytes[position + 1] == quote, bytes[position + 2] == quote {
                    position += 3
                    // Up to two quotes more may belong to it.
                    for _ in 0..<2 where position < bytes.count && bytes[position] == quote { position += 1 }
                    return true
                }
            }
            position += 1
        }
        return false
    }
}
