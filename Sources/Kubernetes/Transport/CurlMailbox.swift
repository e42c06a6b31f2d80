import Foundation
import Synchronization

/// What tasks ask of the transport's thread; asking wakes it.
final class CurlMailbox: Sendable {
    enum Command: Sendable {
        case start(UInt64, HTTPRequest, WeakChannel)
        case cancel(UInt64)
        case resume(UInt64)
    }

    /// Holds no reader back from being dropped.
    struct WeakChannel: Sendable {
        weak let channel: ResponseChannel?
    }

    private enum Phase { case idle, running, stopping, stopped }

    private struct State {
        var phase = Phase.idle
        var commands: [Command] = []
        var lastID: UInt64 = 0
        /// The multi handle's address while the thread runs, for waking it.
        var multi: UInt = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func nextID() -> UInt64 {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    /// False after `stop`.
    func start(_ id: UInt64, _ request: HTTPRequest, _ channel: ResponseChannel) -> Bool {
        state.withLock { state in
            guard state.phase == .idle || state.phase == .running else { return false }
            state.commands.append(.start(id, request, WeakChannel(channel: channel)))
            if state.phase == .idle {
                state.phase = .running
                let thread = Thread { [self] in CurlLoop.run(self) }
                thread.name = "kubernetes"
                thread.start()
            }
            CurlLoop.wake(state.multi)
            return true
        }
    }

    func post(_ command: Command) {
        state.withLock { state in
            guard state.phase == .running else { return }
            state.commands.append(command)
            CurlLoop.wake(state.multi)
        }
    }

    func stop() {
        state.withLock { state in
            switch state.phase {
            case .idle: state.phase = .stopped
            case .running:
                state.phase = .stopping
                CurlLoop.wake(state.multi)
            case .stopping, .stopped: break
            }
        }
    }

    func stopped() async {
        await withCheckedContinuation { continuation in
            let done = state.withLock { state in
                if state.phase == .stopped { return true }
                state.waiters.append(continuation)
                return false
            }
            if done { continuation.resume() }
        }
    }

    // MARK: The thread's side

    /// Names the handle that's to be woken.
    func running(multi: UInt) { state.withLock { $0.multi = multi } }

    /// The commands since the last call, nil when the thread is to end.
    func take() -> [Command]? {
        state.withLock { state in
            defer { state.commands = [] }
            return state.phase == .stopping ? nil : state.commands
        }
    }

    /// No wake-up reaches the handle after this.
    func ending() -> [Command] {
        state.withLock { state in
            state.multi = 0
            state.phase = .stopping
            defer { state.commands = [] }
            return state.commands
        }
    }

    func ended() {
        let waiters = state.withLock { state in
            state.phase = .stopped
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
