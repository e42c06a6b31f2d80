/// A program on the screen: a state that events change, and a picture of that state. The session calls it
/// on its own thread only, in batches: every event that is there, then one picture.
package protocol TerminalClient {
    /// Takes in a batch of events in their order (none after a wake or a deadline: then drain what is the
    /// program's own) and answers with what the session should do.
    mutating func handle(_ events: [TerminalEvent]) -> [TerminalCommand]

    /// The whole screen; nil when it would be the same as the last one. Called before any event first, and
    /// then once after each batch.
    mutating func render(size: Size, glyphs: Glyphs) -> Canvas?

    /// How long from now until `handle` should be called without an event, for a clock or a spinner; nil
    /// (nothing moves) lets the session sleep.
    var wakeAfter: Duration? { get }
}

/// What a program asks of its terminal.
package enum TerminalCommand: Sendable {
    /// Restores the terminal and ends the session.
    case quit
    /// Restores the terminal and stops the process, as Ctrl-Z does elsewhere.
    case suspend
    /// Puts text on the user's clipboard (OSC 52), through tmux too.
    case copy(String)
    case setTheme(Theme)
    /// Turns mouse reports on or off; off, the terminal's own selection works.
    case setMouse(Bool)
    case setTitle(String)
    case bell
    /// Paints everything anew, whatever the terminal is thought to show.
    case redraw
}
