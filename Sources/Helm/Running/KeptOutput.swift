import Synchronization

/// What is kept of a process's output, within bounds: stdout's bytes, and the last lines of its prose.
final class KeptOutput: Sendable {
    struct Contents: Sendable {
        var bytes: [UInt8] = []
        var overflowed = false
        var lastLines: [String] = []
    }

    private let largest: Int
    private let lines: Int
    private let state = Mutex(Contents())

    init(largest: Int, lines: Int) {
        self.largest = largest
        self.lines = lines
    }

    var contents: Contents { state.withLock { $0 } }

    func append(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            let room = largest - state.bytes.count
            state.bytes.append(contentsOf: bytes.prefix(room))
            state.overflowed = state.overflowed || bytes.count > room
        }
    }

    func append(line: String) {
        state.withLock { state in
            if state.lastLines.count == lines { state.lastLines.removeFirst() }
            state.lastLines.append(line)
        }
    }
}
