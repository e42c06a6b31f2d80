internal import Dispatch
internal import Foundation
internal import Synchronization

/// Termination signals as part of the program's structure instead of sudden death.
package enum Signals {
    /// Runs `body` until it returns or one of `signals` arrives, which cancels it; its clean-up is waited for,
    /// unless Ctrl-C follows, which ends the process at once.
    /// - Returns: the body's result, or nil when a signal ended it.
    package static func cancelling<Result: Sendable>(
        _ signals: [Int32] = [SIGINT, SIGTERM, SIGHUP], _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        let (arrivals, continuation) = AsyncStream.makeStream(of: Int32.self)
        let isEnding = Atomic(false)
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { @Sendable in
                let wasEnding = isEnding.exchange(true, ordering: .relaxed)
                if wasEnding, number == SIGINT { _exit(ExitStatus.interrupted.rawValue) }
                continuation.yield(number)
            }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in arrivals { return nil }
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            // What an interrupted body throws on its way out is no news.
            while (try? await group.next()) != nil {}
            return first
        }
    }
}
