/// Why a screen could not be opened or kept.
package enum TerminalError: Error, Hashable, CustomStringConvertible {
    /// Standard input or output is no terminal.
    case notATerminal(stream: String)
    case termUnset
    /// The terminal database has no entry of this name.
    case unknownTerminal(name: String)
    /// The terminal cannot place its cursor.
    case incapable(name: String)
    case system(call: String, errno: Int32, message: String)
    /// Another session of this process has the terminal.
    case busy

    package var description: String {
        switch self {
        case .notATerminal(let stream):
            "\(stream) is not a terminal, so a full screen can't be shown; use a command such as `urumi list`, "
                + "or `--plain`"
        case .termUnset:
            "TERM is not set, so the terminal's kind is unknown; set it, for instance `export TERM=xterm-256color`"
        case .unknownTerminal(let name):
            "the terminal database knows no '\(name)' (TERM); install the package ncurses-term, or set "
                + "TERM=xterm-256color"
        case .incapable(let name):
            "a terminal of kind '\(name)' (TERM) can't place its cursor; set TERM to what it really is, for "
                + "instance xterm-256color, or use `--plain`"
        case .system(let call, _, let message):
            "\(call) failed on the terminal: \(message); check that the terminal is still there"
        case .busy: "the terminal is already in use by this process; end that session first"
        }
    }
}
