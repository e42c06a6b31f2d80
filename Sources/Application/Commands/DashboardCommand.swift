internal import ArgumentParser
internal import Dashboard
internal import Domain
internal import Foundation
internal import Kubernetes
internal import Provisioning
internal import Terminal

struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Open the full-screen dashboard (the default).",
        discussion: """
            Examples:
              urumi
              urumi --demo
              urumi --context k3s --read-only
              urumi --plain
            """)

    @Flag(name: .long, help: "Lines of text instead of a full screen, for screen readers and logs.")
    var plain = false

    @Flag(name: .long, help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(name: .customLong("read-only"), help: "Refuse every action that changes something.")
    var readOnly = false

    @Option(
        name: .long,
        help: ArgumentHelp("The colours; `t` in the dashboard shows those there are.", valueName: "name"))
    var theme: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        var global = global
        let isScreen = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        if isScreen, !plain, let answer = try FirstRun(global).ask() { global = answer }
        let workspace = try global.workspace()
        if plain { return try await PlainDashboard(workspace, global, isReadOnly: readOnly).run() }
        let themes = ThemeLibrary(
            folders: [workspace.share?.themes, workspace.home.themes].compactMap { $0 })
        let remembered = RememberedTheme(workspace)
        let first = try firstTheme(workspace, themes, remembered)
        let options = TerminalOptions(
            theme: first, ascii: ascii, title: "urumi", errorLog: Self.errorLog(workspace))
        let design = StoreDesign(workspace)
        let settings = Self.settings(
            workspace, design, themes: themes.names(), theme: first.name, isReadOnly: readOnly)
        let arguments = global.arguments
        let session = DashboardSession(settings: settings, options: options, themes: themes) {
            // Whoever leaves meanwhile doesn't wait for it.
            try await workspace.startDemo()
            let world = try await OpenWorkspace(workspace)
            var opened = settings
            opened.cluster = world.cluster.name
            let workers = workspace.detachedWorkers(registry: world.database, arguments: arguments)
            return LiveBackend(world, settings: opened, workers: workers)
        }
        let end = try await session.run()
        if end.theme != first.name { remembered.remember(end.theme) }
        if end.activeJobs > 0 {
            Printer.note(
                "\(end.activeJobs) job\(end.activeJobs == 1 ? " goes" : "s go") on in the background; `urumi\(global.demo ? " --demo" : "") jobs` shows how far"
            )
        }
        if case .signal(let number) = end.reason {
            // Whoever sent it sees what they expect of a program that was ended so.
            signal(number, SIG_DFL)
            raise(number)
        }
    }

    /// The theme to start with: the one asked for, else the one that was chosen last, else the default.
    /// - Throws: `CommandFailure` that says who asked for one that can't be had.
    private func firstTheme(
        _ workspace: Workspace, _ themes: ThemeLibrary, _ remembered: RememberedTheme
    ) throws -> Theme {
        let setting =
            theme.map { SettingText(text: $0, source: .flag("--theme")) }
            ?? workspace.settings.sources[.theme]
        if setting.source == .builtIn, let name = remembered.name, let theme = try? themes.load(name) {
            return theme
        }
        do {
            return try themes.load(setting.text)
        } catch {
            throw CommandFailure(.wrongUsage, "\(setting.source): \(error)")
        }
    }

    /// The file for what goes to standard error while the screen is up; nil where there's no folder for it.
    private static func errorLog(_ workspace: Workspace) -> String? {
        guard (try? workspace.folder()) != nil else { return nil }
        LogFile.make(workspace.logPath, mode: workspace.fileMode)
        return workspace.logPath
    }

    private static func settings(
        _ workspace: Workspace, _ design: StoreDesign, themes: [String], theme: String, isReadOnly: Bool
    ) -> DashboardSettings {
        let settings = workspace.settings
        return DashboardSettings(
            cluster: workspace.options.isDemo ? DemoFolder.context : workspace.options.context ?? "",
            isDemo: workspace.options.isDemo, isReadOnly: isReadOnly, maxStores: workspace.maxStores,
            namespacePrefix: settings.namespacePrefix, baseDomain: settings.baseDomain,
            usesTLS: settings.tlsIssuer != nil, publicPort: settings.publicPort,
            timeoutSeconds: settings.provisionTimeoutSeconds,
            requestedBy: workspace.actor,
            engines: Engine.allCases.map {
                EngineOffer($0, unavailable: design.hasChart($0) ? nil : "its chart isn't installed")
            },
            sizes: Dictionary(uniqueKeysWithValues: Engine.allCases.map { ($0, design.quotas($0)) }),
            themes: themes, theme: theme)
    }
}
