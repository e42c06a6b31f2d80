internal import ArgumentParser

/// The options that every command takes.
package struct GlobalOptions: ParsableArguments {
    package init() {}

    @Flag(name: .long, help: "Use the built-in demo cluster, which shares nothing with real ones.")
    var demo = false

    @Option(name: .long, help: ArgumentHelp("The kubeconfig context to use.", valueName: "name"))
    var context: String?

    @Option(name: .long, help: ArgumentHelp("The kubeconfig to use.", valueName: "path"))
    var kubeconfig: String?

    @Option(
        name: .customLong("setting"), parsing: .singleValue,
        help: ArgumentHelp("Any setting for this run, such as MAX_STORES=20.", valueName: "key=value"))
    var settings: [String] = []

    /// The world that these options lead to.
    package func workspace() throws -> Workspace {
        var flags: [SettingKey: SettingText] = [:]
        for text in settings {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let key = SettingKey(rawValue: parts[0].uppercased()) else {
                throw SettingsError.unknownKey(
                    String(parts.first ?? ""), source: .flag("--setting"),
                    nearest: ConfigFile.nearest(to: String(parts.first ?? "").uppercased()))
            }
            flags[key] = SettingText(text: String(parts[1]), source: .flag("--setting"))
        }
        if let kubeconfig {
            flags[.kubeconfig] = SettingText(text: kubeconfig, source: .flag("--kubeconfig"))
        }
        return try Workspace(WorkspaceOptions(isDemo: demo, context: context, flags: flags))
    }

    /// The options as a command line has them, for a process that is to work in the same world.
    var arguments: [String] {
        (demo ? ["--demo"] : []) + (context.map { ["--context", $0] } ?? [])
            + (kubeconfig.map { ["--kubeconfig", $0] } ?? []) + settings.flatMap { ["--setting", $0] }
    }

    /// Options that take a value, and flags, as they may stand before the command's name.
    static let valued: Set<String> = ["--context", "--kubeconfig", "--setting"]
    static let flags: Set<String> = ["--demo"]
}

/// Puts options that stand before a command's name behind it, as `urumi --demo create shop` is natural to type.
enum CommandLineOrder {
    static func normalized(_ arguments: [String], commands: Set<String>) -> [String] {
        var leading: [String] = []
        var index = arguments.startIndex
        while index < arguments.endIndex {
            let argument = arguments[index]
            if GlobalOptions.valued.contains(argument), index + 1 < arguments.endIndex {
                leading += arguments[index...(index + 1)]
                index += 2
            } else if GlobalOptions.flags.contains(argument)
                || GlobalOptions.valued.contains(where: { argument.hasPrefix($0 + "=") })
            {
                leading.append(argument)
                index += 1
            } else {
                break
            }
        }
        guard index < arguments.endIndex, commands.contains(arguments[index]) else { return arguments }
        // After the command's own words, but before a `--` that ends the options.
        let own = Array(arguments[(index + 1)...])
        return [arguments[index]] + (arguments[index] == "demo" ? startingDemo(leading + own) : leading + own)
    }

    /// Options that only a start has ask for one.
    private static func startingDemo(_ own: [String]) -> [String] {
        guard let first = own.first, first.hasPrefix("-") else { return own }
        let isStart = own.contains { word in
            ["--stores", "--speed", "--play"].contains { word == $0 || word.hasPrefix($0 + "=") }
        }
        return isStart ? ["start"] + own : own
    }
}

struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")], help: "How to print: table, json, yaml or name.")
    var format = OutputFormat.table

    var printer: Printer { Printer(format: format) }
}

extension OutputFormat: ExpressibleByArgument {}
