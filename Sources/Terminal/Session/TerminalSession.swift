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
        throw .busy
    }
}

/// Why a session ended.
package enum SessionEnd: Hashable, Sendable {
    case quit
    case signal(Int32)
    case hangUp
}
