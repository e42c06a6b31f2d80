internal import Foundation

/// The texts of all settings, each from the first place that has it: flags, environment, `.env` in the
/// working folder, `config.toml`, the machine's settings, the default.
package struct SettingsSources: Sendable {
    package let texts: [SettingKey: SettingText]

    /// - Parameters:
    ///   - flags: by setting, the flag's name and its value.
    ///   - workingFolder: where `.env` is looked for.
    ///   - configFile: the path of `config.toml`; it needn't exist.
    ///   - machineFile: settings that an administrator made for all who may read them, written as in `.env`.
    package init(
        flags: [SettingKey: SettingText], environment: [String: String], workingFolder: String,
        configFile: String, machineFile: String? = nil
    ) throws(SettingsError) {
        var texts: [SettingKey: SettingText] = [:]
        for key in SettingKey.allCases { texts[key] = SettingText(text: key.defaultText, source: .builtIn) }
        if let machineFile, access(machineFile, R_OK) == 0, let text = try Self.contents(of: machineFile) {
            texts.merge(try Self.entries(of: text, path: machineFile)) { _, found in found }
        }
        if let text = try Self.contents(of: configFile) {
            for entry in try ConfigFile(parsing: text, path: configFile).entries {
                texts[entry.key] = SettingText(
                    text: entry.value, source: .file(path: configFile, line: entry.line))
            }
        }
        let dotEnv = workingFolder + "/.env"
        if let text = try Self.contents(of: dotEnv) {
            texts.merge(try Self.entries(of: text, path: ".env")) { _, found in found }
        }
        for key in SettingKey.allCases {
            // An empty variable counts as absent, as compose files and systemd units write it so.
            if let value = environment[key.rawValue], !value.isEmpty {
                texts[key] = SettingText(text: value, source: .environment)
            }
        }
        texts.merge(flags) { _, flag in flag }
        self.texts = texts
    }

    /// The text of a setting with its source.
    package subscript(key: SettingKey) -> SettingText {
        texts[key] ?? SettingText(text: key.defaultText, source: .builtIn)
    }

    /// Assignments, those of other programs left out.
    private static func entries(
        of text: String, path: String
    ) throws(SettingsError) -> [SettingKey: SettingText] {
        var found: [SettingKey: SettingText] = [:]
        for entry in try DotEnvFile(parsing: text, path: path).entries {
            guard let key = SettingKey(rawValue: entry.key) else { continue }
            found[key] = SettingText(text: entry.value, source: .file(path: path, line: entry.line))
        }
        return found
    }

    private static func contents(of path: String) throws(SettingsError) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .unreadable(path: path, reason: "it must be a readable UTF-8 file")
        }
    }
}
