package import Domain

/// The newest lines of a log, in the order in which they were written.
struct LogBuffer: Hashable, Sendable {
    /// As many lines, and as many bytes of text, are kept.
    static let limits = (lines: 5_000, bytes: 2 << 20)

    private(set) var lines: [LogLine] = []
    private var bytes = 0
    /// How many older lines were given up.
    private(set) var dropped = 0

    /// Takes in lines, each at its place by time; `indices` are moved along with the lines that they name.
    mutating func add(_ batch: LogBatch, moving indices: inout [Int]) {
        dropped += batch.dropped
        for line in batch.lines {
            var line = line
            line.text = LogText.plain(line.text)
            var place = lines.count
            while let time = line.time, place > 0, let other = lines[place - 1].time, other > time {
                place -= 1
            }
            lines.insert(line, at: place)
            bytes += line.text.utf8.count
            for index in indices.indices where indices[index] >= place { indices[index] += 1 }
        }
        var excess = max(0, lines.count - Self.limits.lines)
        var rest = bytes - lines.prefix(excess).reduce(0) { $0 + $1.text.utf8.count }
        while rest > Self.limits.bytes, excess < lines.count {
            rest -= lines[excess].text.utf8.count
            excess += 1
        }
        if excess == 0 { return }
        lines.removeFirst(excess)
        bytes = rest
        dropped += excess
        for index in indices.indices { indices[index] = max(0, indices[index] - excess) }
    }
}

/// Lines that came together.
package struct LogBatch: Hashable, Sendable {
    package var lines: [LogLine] = []
    /// How many came before them and were too many.
    var dropped = 0
    /// Why something can't be read just now; nil while all can.
    var trouble: String?
    /// Whether nothing more will come.
    var isLast = false
}
