/// What reaches a program from its terminal.
package enum TerminalEvent: Hashable, Sendable {
    case key(KeyPress)
    /// Text pasted in one go, its line ends as `\n`; never to be taken for keys.
    case paste(String)
    case mouse(MouseEvent)
    case resize(Size)
    /// The program was stopped, and is in the foreground again with its screen restored.
    case resumed
    /// A signal asked the program to end (SIGTERM, SIGHUP, SIGINT); the terminal is restored once the client
    /// answers with `TerminalCommand.quit`, or half a second later if it does not.
    case terminate(signal: Int32)
    /// The terminal went away; the session ends after this batch whatever the client answers.
    case hangUp
}
