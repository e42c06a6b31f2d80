/// Cuts a list's items out of its text as it arrives, so that no list is ever held as a whole. What is left,
/// the envelope, is the list with no items.
struct ListScanner {
    private(set) var envelope: [UInt8] = []
    private var item: [UInt8] = []
    private var key: [UInt8] = []
    private var depth = 0
    private var inString = false
    private var escaped = false
    private var readsKey = false
    private var inItems = false

    /// How many bytes wait for what follows.
    var pending: Int { envelope.count + item.count }

    /// Calls `found` with each item that the bytes complete.
    mutating func consume(_ bytes: UnsafeRawBufferPointer, found: (UnsafeRawBufferPointer) throws -> Void)
        rethrows
    {
        var start = 0
        var index = -1
        while index + 1 < bytes.count {
            index += 1
            if inString {
                index = skipString(bytes, from: index)
                continue
            }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                inString = true
                readsKey = depth == 1 && !inItems
                if readsKey { key.removeAll(keepingCapacity: true) }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                if depth == 2, byte == UInt8(ascii: "["), key == Self.items {
                    inItems = true
                    envelope += bytes[start...index]
                    start = index + 1
                }
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if inItems, depth == 2 {
                    item += bytes[start...index]
                    start = index + 1
                    try item.withUnsafeBytes { try found($0) }
                    item.removeAll(keepingCapacity: true)
                } else if inItems, depth == 1 {
                    inItems = false
                    start = index
                }
            case UInt8(ascii: ","):
                if inItems, depth == 2 {
                    item.removeAll(keepingCapacity: true)
                    start = index + 1
                }
            default: break
            }
        }
        if inItems { item += bytes[start...] } else { envelope += bytes[start...] }
    }

    /// Goes on within a string; the index of its closing quote, or of the last byte.
    private mutating func skipString(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\\") {
                escaped = true
            } else if byte == UInt8(ascii: "\"") {
                inString = false
                if readsKey { key += bytes[start..<index] }
                return index
            }
            index += 1
        }
        if readsKey { key += bytes[start...] }
        return index - 1
    }

    private static let items = Array("items".utf8)
}
