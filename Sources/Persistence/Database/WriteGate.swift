import Dispatch
import Glibc
import Synchronization

/// Lets one write transaction at a time through, over all processes and in the order of their coming; with
/// SQLite's busy timeout alone, some processes starve. Waits happen on a thread of the gate's own.
final class WriteGate: Sendable {
    private let file: OpenFile
    private let database: String
    private let patience: DispatchTimeInterval
    private let queue = DispatchQueue(label: "urumi.writes")
    private let waiting = Mutex(0)

    /// - Parameter patience: how long a write waits for its turn before it's refused as locked.
    init(
        _ path: String, mode: mode_t, database: String, patience: DispatchTimeInterval
    ) throws(PersistenceError) {
        file = try OpenFile(path, mode: mode)
        self.database = database
        self.patience = patience
    }

    /// Runs `body` when it's its turn. Where that doesn't come in time, `body` is never run.
    func pass<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let turn = Turn(continuation)
            let isAlone = waiting.withLock { waiting in
                waiting += 1
                return waiting == 1
            }
            if !isAlone { limit(turn) }
            queue.async { [self] in
                defer { waiting.withLock { $0 -= 1 } }
                serve(turn, body)
            }
        }
    }

    /// The number last written by `note`, by whichever process; 0 where none was.
    var noted: Int64 {
        var number: Int64 = 0
        let count = pread(file.descriptor, &number, MemoryLayout<Int64>.size, 0)
        return count == MemoryLayout<Int64>.size ? Int64(littleEndian: number) : 0
    }

    /// Writes a number down beside the database, within the gate. It outlives the process but not always the
    /// machine, so it can be too low.
    func note(_ number: Int64) {
        var number = number.littleEndian
        _ = pwrite(file.descriptor, &number, MemoryLayout<Int64>.size, 0)
    }

    private func serve<T>(_ turn: Turn<T>, _ body: () throws -> T) {
        if flock(file.descriptor, LOCK_EX | LOCK_NB) != 0 {
            limit(turn)
            while flock(file.descriptor, LOCK_EX) != 0 {
                if errno != EINTR {
                    turn.take()?.resume(throwing: PersistenceError(errno: errno, path: file.path))
                    return
                }
            }
        }
        guard let continuation = turn.take() else {
            flock(file.descriptor, LOCK_UN)
            return
        }
        let result = Result { try body() }
        flock(file.descriptor, LOCK_UN)
        continuation.resume(with: result)
    }

    private func limit<T>(_ turn: Turn<T>) {
        DispatchQueue.global().asyncAfter(deadline: .now() + patience) { [database] in
            turn.take()?.resume(throwing: PersistenceError.locked(path: database))
        }
    }
}

/// Somebody waiting for the gate; whoever takes the continuation, the gate or the time limit, answers.
private final class Turn<T: Sendable>: Sendable {
    private let continuation: Mutex<CheckedContinuation<T, any Error>?>

    init(_ continuation: CheckedContinuation<T, any Error>) { self.continuation = Mutex(continuation) }

    func take() -> CheckedContinuation<T, any Error>? {
        continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
    }
}
