import Synchronization

/// Lets all who want the same result at the same time share one piece of work. Whoever is cancelled leaves
/// at once; when nobody waits any more, the work is cancelled.
final class SingleFlight<Value: Sendable>: Sendable {
    private struct State {
        var flight = 0
        var task: Task<Void, Never>?
        var lastID = 0
        var waiters: [Int: CheckedContinuation<Value, any Error>] = [:]
        /// Those who left before they waited.
        var gone: Set<Int> = []
    }

    private let state = Mutex(State())

    func value(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let joined = state.withLock { state in
                    if state.gone.remove(id) != nil { return false }
                    state.waiters[id] = continuation
                    if state.task == nil { start(&state, work) }
                    return true
                }
                if !joined { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            leave(id)
        }
    }

    /// How many share the work now.
    var waiting: Int { state.withLock(\.waiters.count) }

    private func start(_ state: inout State, _ work: @escaping @Sendable () async throws -> Value) {
        state.flight += 1
        let flight = state.flight
        state.task = Task { [weak self] in
            do {
                let value = try await work()
                self?.land(flight, .success(value))
            } catch {
                self?.land(flight, .failure(error))
            }
        }
    }

    private func land(_ flight: Int, _ result: Result<Value, any Error>) {
        let waiters = state.withLock { state -> [CheckedContinuation<Value, any Error>] in
            guard state.flight == flight, state.task != nil else { return [] }
            state.task = nil
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(with: result) }
    }

    private func leave(_ id: Int) {
        let (waiter, task) = state.withLock { state in
            guard let waiter = state.waiters.removeValue(forKey: id) else {
                state.gone.insert(id)
                return (nil as CheckedContinuation<Value, any Error>?, nil as Task<Void, Never>?)
            }
            guard state.waiters.isEmpty else { return (waiter, nil) }
            defer { state.task = nil }
            return (waiter, state.task)
        }
        task?.cancel()
        waiter?.resume(throwing: CancellationError())
    }
}
