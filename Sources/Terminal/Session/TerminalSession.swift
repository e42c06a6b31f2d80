import Foundation

/// One full-screen use of the terminal, from opening to restoring it. It is the only owner of curses.
package struct TerminalSession: Sendable {
    package var options: TerminalOptions
    package var waker: TerminalWaker

    package init(options: TerminalOptions = TerminalOptions(), waker: TerminalWaker = TerminalWaker()) {
        self.options = options
        self.waker = waker
    }

    /// Runs the client on the calling thread, which it keeps until the client quits, the terminal goes away
    /// or a signal ends the program; the terminal is restored then, on every path. Returns why it ended.
    package func run(_ client: inout some TerminalClient) throws(TerminalError) -> SessionEnd {
        var loop = try SessionLoop(options: options, waker: waker)
        return loop.run(&client)
    }

    /// Runs the client that `make` makes on a thread of the session's own. Cancelling the task ends the
    /// session as `quit` does.
    package func run<Client: TerminalClient & SendableMetatype>(
        _ make: @escaping @Sendable () -> Client
    ) async throws(TerminalError) -> SessionEnd {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread {
                    var client = make()
                    do throws(TerminalError) {
                        continuation.resume(
                            returning: Result<SessionEnd, TerminalError>.success(try run(&client)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
                thread.name = "terminal"
                thread.stackSize = 1 << 21
                thread.start()
            }
        } onCancel: {
            waker.end()
        }
        return try result.get()
    }
}

/// Why a session ended.
package enum SessionEnd: Hashable, Sendable {
    case quit
    case signal(Int32)
    case hangUp
}
