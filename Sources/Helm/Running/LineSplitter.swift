/// Cuts a stream of bytes into lines; a line longer than the limit is cut there.
struct LineSplitter {
    private let longest: Int
    private var pending: [UInt8] = []
    private var isCut = false

    init(longest: Int = 8 * 1024) { self.longest = longest }

    mutating func feed(_ bytes: some Sequence<UInt8>, _ line: (String) -> Void) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") {
                flush(line)
            } else if pending.count < longest {
                pending.append(byte)
            } else {
                isCut = true
            }
        }
    }

    /// Hands out the last line when no line break ended it.
    mutating func finish(_ line: (String) -> Void) {
        if !pending.isEmpty { flush(line) }
    }

    private mutating func flush(_ line: (String) -> Void) {
        if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
        line(String(decoding: pending, as: UTF8.self) + (isCut ? "…" : ""))
        pending.removeAll(keepingCapacity: true)
        isCut = false
    }
}
