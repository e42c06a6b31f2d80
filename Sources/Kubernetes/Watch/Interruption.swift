import Synchronization

/// A pause that another task can cut short.
final class Interruption: Sendable {
    private struct State {
        var waiter: CheckedContinuation<Void, Never>?
        var fired = false
    }

    private let state = Mutex(State())

    /// Forgets an earlier `fire`.
    func arm() { state.withLock { $0.fired = false } }

    /// Ends a running `sleep`, or the next one when nothing has armed it again since.
    func fire() {
        state.withLock { state in
            state.fired = true
            defer { state.waiter = nil }
            return state.waiter
        }?.resume()
    }

    /// Sleeps, at most for `duration`. Throws `CancellationError` when the task is cancelled.
    func sleep(for duration: Duration, on clock: any Clock<Duration>) async throws {
        await withTaskGroup { group in
            group.addTask { try? await clock.sleep(for: duration) }
            group.addTask { await self.wait() }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let fired = state.withLock { state in
                    if state.fired { return true }
                    state.waiter = continuation
                    return false
                }
                if fired { continuation.resume() }
            }
        } onCancel: {
            fire()
        }
    }
}
