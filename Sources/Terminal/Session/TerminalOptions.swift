/// How a session uses its terminal.
package struct TerminalOptions: Sendable {
    package var theme: Theme
    /// Draw with ASCII only, whatever the locale says.
    package var ascii: Bool
    package var mouse: Bool
    /// What the terminal's title says meanwhile; nil leaves it alone.
    package var title: String?
    /// The file that takes what any code writes to standard error meanwhile, which would spoil the picture and be
    /// lost with it; nil leaves it alone. It is untouched where standard error is no terminal.
    package var errorLog: String?

    package init(
        theme: Theme = .midnight, ascii: Bool = false, mouse: Bool = true, title: String? = nil,
        errorLog: String? = nil
    ) {
        self.errorLog = errorLog
        self.theme = theme
        self.ascii = ascii
        self.mouse = mouse
        self.title = title
    }
}
