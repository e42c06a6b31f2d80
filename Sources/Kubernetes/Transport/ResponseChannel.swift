import Synchronization

/// A response on its way from the transport's thread to the one task that reads it; dropping the
/// channel, or cancelling the reader, ends the transfer.
final class ResponseChannel: Sendable {
    private enum End { case open, finished, failed(any Error) }

    private struct State {
        var head: HTTPResponseHead?
        var buffer: [UInt8] = []
        /// Bytes before `start` have been taken; those before `searched` hold no line's end.
        var start = 0
        var searched = 0
        var end = End.open
        var paused = false
        var received = 0
        var version = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// What may wait unread before the sender is held back, once there's something whole to read.
    private static let highWater = 1 << 20
    /// The longest line that's taken; no object of an API server's comes near it.
    static let longestLine = 64 << 20
    /// The longest body.
    private static let longestBody = 512 << 20
    /// Room that's worth giving back once it's empty.
    private static let spareCapacity = 256 << 10

    private let state = Mutex(State())
    private let reading: HTTPRequest.Reading
    private let abort: @Sendable () -> Void
    private let resume: @Sendable () -> Void

    init(
        _ reading: HTTPRequest.Reading, abort: @escaping @Sendable () -> Void,
        resume: @escaping @Sendable () -> Void
    ) {
        self.reading = reading
        self.abort = abort
        self.resume = resume
    }

    deinit { abort() }

    /// How many bytes have come so far; a change is a sign of life.
    var received: Int { state.withLock { $0.received } }

    // MARK: The transport's side

    func deliver(head: HTTPResponseHead) {
        change {
            $0.head = head
            $0.received += 1
        }
    }

    /// What became of bytes that arrived.
    enum Delivery: Sendable {
        case taken
        /// Send them again after `resume`.
        case notNow
        /// No more is wanted.
        case refused
    }

    func deliver(_ bytes: UnsafeRawBufferPointer) -> Delivery {
        change { state in
            guard case .open = state.end else { return .refused }
            let waiting = state.buffer.count - state.start
            if reading != .whole, waiting > Self.highWater {
                state.paused =
                    reading == .chunks || state.buffer[max(state.start, state.searched)...].contains(newline)
                if state.paused { return .notNow }
                state.searched = state.buffer.count
            }
            let limit = reading == .lines ? Self.longestLine : Self.longestBody
            if waiting + bytes.count > limit {
                state.end = .failed(
                    KubernetesError.undecodable(what: "answer", reason: "it's longer than \(limit >> 20) MB"))
                (state.buffer, state.start, state.searched) = ([], 0, 0)
                return .refused
            }
            state.buffer.append(contentsOf: bytes)
            state.received += bytes.count
            return .taken
        }
    }

    func finish(_ error: (any Error)? = nil) {
        change { state in
            guard case .open = state.end else { return }
            state.end = error.map { .failed($0) } ?? .finished
        }
    }

    // MARK: The reader's side

    func head() async throws -> HTTPResponseHead {
        try await take { state in
            if let head = state.head { return head }
            if case .finished = state.end {
                throw KubernetesError.undecodable(what: "answer", reason: "it has no status line")
            }
            return nil
        }
    }

    /// All bytes that have come since the last call, nil after the last.
    func chunk() async throws -> [UInt8]? {
        try await take { state -> [UInt8]?? in
            if state.start < state.buffer.count {
                defer { (state.buffer, state.start, state.searched) = ([], 0, 0) }
                return .some(state.start == 0 ? state.buffer : Array(state.buffer[state.start...]))
            }
            if case .finished = state.end { return .some(nil) }
            return nil
        }
    }

    /// The next line that isn't empty, without its end; nil after the last.
    func line() async throws -> [UInt8]? {
        try await take { state -> [UInt8]?? in
            while let line = Self.nextLine(&state) {
                if !line.isEmpty { return .some(line) }
            }
            guard case .finished = state.end else { return nil }
            defer { state.start = state.buffer.count }
            return .some(state.start < state.buffer.count ? Array(state.buffer[state.start...]) : nil)
        }
    }

    /// The whole body.
    func body() async throws -> [UInt8] {
        var body: [UInt8] = []
        while let chunk = try await chunk() {
            if body.isEmpty { body = chunk } else { body += chunk }
        }
        return body
    }

    /// Ends the transfer; what's read next throws the error.
    func cancel(_ error: any Error = CancellationError()) {
        finish(error)
        abort()
    }

    private static func nextLine(_ state: inout State) -> [UInt8]? {
        guard let end = state.buffer[max(state.start, state.searched)...].firstIndex(of: newline) else {
            state.searched = state.buffer.count
            return nil
        }
        var line = state.buffer[state.start..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        let copy = Array(line)
        state.start = end + 1
        state.searched = state.start
        if state.start == state.buffer.count || state.start > highWater {
            if state.start == state.buffer.count, state.buffer.capacity > spareCapacity {
                state.buffer = []
            } else {
                state.buffer.removeFirst(state.start)
            }
            (state.start, state.searched) = (0, 0)
        }
        return copy
    }

    private func take<T: Sendable>(_ attempt: (inout State) throws -> T?) async throws -> T {
        while true {
            try Task.checkCancellation()
            let (value, version, resumes) = try state.withLock { state in
                if let value = try attempt(&state) {
                    let resumes = state.paused && state.buffer.count - state.start < Self.highWater / 2
                    if resumes { state.paused = false }
                    return (Optional(value), state.version, resumes)
                }
                if case .failed(let error) = state.end { throw error }
                let resumes = state.paused
                state.paused = false
                return (nil, state.version, resumes)
            }
            if resumes { resume() }
            if let value { return value }
            await change(after: version)
        }
    }

    private func change(after version: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let changed = state.withLock { state in
                    if state.version != version { return true }
                    state.waiters.append(continuation)
                    return false
                }
                if changed { continuation.resume() }
            }
        } onCancel: {
            cancel()
        }
    }

    private func change<T: Sendable>(_ body: (inout State) -> T) -> T {
        let (result, waiters) = state.withLock { state in
            let result = body(&state)
            state.version += 1
            defer { state.waiters = [] }
            return (result, state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        return result
    }
}

private let newline = UInt8(ascii: "\n")
