internal import ArgumentParser
internal import Foundation

struct DoctorCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check what is set up, and say how to mend what isn't.",
        discussion: """
            Looks at the state folder, the charts, Helm, the cluster and its ingress, storage, ports and images, and at
            how the stores' names are resolved. Ends with 1 when something failed (5 when the cluster can't be
            reached); warnings alone end with 0.

            Examples:
              urumi doctor
              urumi doctor -o json
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let workspace = try global.workspace()
        let findings = await Examination(workspace).run()
        let settings = SettingKey.allCases.map { key in
            let setting = workspace.settings.sources[key]
            let value = key.isSecret && !setting.text.isEmpty ? "••••••••" : setting.text
            return DoctorDocument.Setting(
                name: key.rawValue, value: value, source: setting.source.description, summary: key.summary)
        }
        try output.printer.show(
            DoctorDocument(checks: findings, settings: settings),
            table: {
                var checks = TextTable("CHECK", "RESULT", "DETAIL")
                for finding in findings {
                    checks.add(finding.name, finding.result.rawValue, finding.detail)
                    if let mend = finding.mend { checks.add("", "", "→ " + mend) }
                }
                var table = TextTable("SETTING", "VALUE", "FROM", "")
                for setting in settings {
                    table.add(setting.name, setting.value, setting.source, setting.summary)
                }
                return checks.text + "\n\n" + table.text
            },
            name: { findings.map { "\($0.name) \($0.result.rawValue)" }.joined(separator: "\n") })
        // A broken world was told of above; in a whole one, work that was left behind goes on.
        _ = try? await OpenWorkspace(global)
        if let failed = findings.first(where: { $0.result == .failed }) {
            throw CommandFailure(
                failed.name == "cluster" || failed.name == "kubeconfig" ? .unreachable : .failed,
                "\(failed.name): \(failed.detail)")
        }
    }
}

/// What `urumi doctor` found.
struct DoctorDocument: Codable {
    struct Setting: Codable, Sendable {
        var name: String
        var value: String
        var source: String
        var summary: String
    }

    var checks: [Finding]
    var settings: [Setting]
}
