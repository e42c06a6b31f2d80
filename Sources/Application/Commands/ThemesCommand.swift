internal import ArgumentParser
internal import Terminal

struct ThemesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "themes", abstract: "List the dashboard's themes and where they come from.",
        discussion: """
            A theme of your own is a TOML file in ~/.config/urumi/themes; one of the same name replaces ours.

            Examples:
              urumi themes
              urumi --theme daylight
            """)

    private struct Document: Codable {
        var name: String
        var file: String?
        var error: String?
    }

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let workspace = try global.workspace()
        let library = ThemeLibrary(
            folders: [workspace.share?.themes, workspace.home.themes].compactMap { $0 })
        let themes = library.names().map { name in
            var document = Document(name: name, file: library.file(of: name))
            do { _ = try library.load(name) } catch { document.error = "\(error)" }
            return document
        }
        try output.printer.show(
            themes,
            table: {
                var table = TextTable("NAME", "FROM")
                for theme in themes { table.add(theme.name, theme.error ?? theme.file ?? "built in") }
                return table.text
            }, name: { themes.map(\.name).joined(separator: "\n") })
    }
}
