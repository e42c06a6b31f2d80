/// How a session uses its terminal.
package struct TerminalOptions: Sendable {
    package var theme: Theme
    /// Draw with ASCII only, whatever the locale says.
    package var ascii: Bool
    package var mouse: Bool
    /// What the terminal's title says meanwhile; nil leaves it alone.
    package var title: String?

    package init(theme: Theme = .midnight, ascii: Bool = false, mouse: Bool = true, title: String? = nil) {
        self.theme = theme
        self.ascii = ascii
        self.mouse = mouse
        self.title = title
    }
}
