/// The themes of some folders; in a later folder one of the same name wins. The dark default is there always.
package struct ThemeLibrary: Sendable {
    package let folders: [String]

    /// Folders in rising precedence: those of the program first, the user's last. Missing ones are as empty.
    package init(folders: [String]) { self.folders = folders }

    /// The names of all themes, sorted.
    package func names() -> [String] { [Theme.midnight.name] }

    /// The theme of a name, read from its file now.
    package func load(_ name: String) throws(ThemeError) -> Theme {
        throw .unknown(name: name, known: names())
    }

    /// The file that `load` would read; nil for the theme that is compiled in.
    package func file(of name: String) -> String? { nil }
}
