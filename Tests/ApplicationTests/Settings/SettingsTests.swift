import Foundation
import Testing

@testable import Application

@Suite("Settings")
struct SettingsTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("urumi-\(UUID())").path

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }

    func sources(
        flags: [SettingKey: SettingText] = [:], environment: [String: String] = [:]
    ) throws -> SettingsSources {
        try SettingsSources(
            flags: flags, environment: environment, workingFolder: folder,
            configFile: folder + "/config.toml",
            machineFile: folder + "/machine.env")
    }

    @Test(
        "come from flags before environment before .env before config.toml before the machine's before the default"
    )
    func precedence() throws {
        #expect(try Settings(sources()).maxStores == 10)
        try write("MAX_STORES=15\nOTHER=1\n", to: "machine.env")
        #expect(try Settings(sources()).maxStores == 15)
        try write("max_stores = 20\n", to: "config.toml")
        #expect(
            try sources()[.maxStores]
                == SettingText(text: "20", source: .file(path: folder + "/config.toml", line: 1)))
        try write("# ours\nexport MAX_STORES='30' # thirty\nOTHER=1\n", to: ".env")
        #expect(try sources()[.maxStores] == SettingText(text: "30", source: .file(path: ".env", line: 2)))
        #expect(try Settings(sources(environment: ["MAX_STORES": "40"])).maxStores == 40)
        let flag = SettingText(text: "50", source: .flag("--setting"))
        #expect(
            try Settings(sources(flags: [.maxStores: flag], environment: ["MAX_STORES": "40"])).maxStores
                == 50)
        #expect(try Settings(sources(environment: ["MAX_STORES": ""])).maxStores == 30)
    }

    @Test(
        "that are wrong are refused by name and source, with what is allowed",
        arguments: [
            ("MAX_STORES", "many", "a number from 1 to 100000"), ("DEBUG", "maybe", "true or false"),
            ("DATABASE_URL", "postgres://x", "sqlite:///PATH (four slashes for an absolute path)"),
            ("BASE_DOMAIN", "Shop Domain", "a domain such as localhost or shops.example.org, in lower case"),
            ("NAMESPACE_PREFIX", "Store_", "only a-z, 0-9 and - are allowed"),
        ])
    func wrong(key: String, value: String, allowed: String) throws {
        let sources = try sources(environment: [key: value])
        #expect(
            throws: SettingsError.wrongValue(key: key, value: value, source: .environment, allowed: allowed)
        ) {
            try Settings(sources)
        }
    }

    @Test("in files are refused with file and line")
    func files() throws {
        try write("DEBUG=true\nnonsense\n", to: ".env")
        #expect(throws: SettingsError.malformed(path: ".env", line: 2, reason: "expected KEY=VALUE")) {
            try sources()
        }
        try write("", to: ".env")
        try write("debug = true\nmax_storse = 3\n", to: "config.toml")
        let source = SettingSource.file(path: folder + "/config.toml", line: 2)
        #expect(throws: SettingsError.unknownKey("max_storse", source: source, nearest: "MAX_STORES")) {
            try sources()
        }
        try write("debug = true\nmax_stores = \n", to: "config.toml")
        let error = #expect(throws: SettingsError.self) { try sources() }
        #expect(error?.description.hasPrefix(folder + "/config.toml:2:") == true)
    }

    @Test("take the older database address too")
    func database() throws {
        #expect(
            try Settings(sources(environment: ["DATABASE_URL": "sqlite+aiosqlite:////var/lib/u.db"]))
                .databasePath == "/var/lib/u.db")
    }

    @Test("in .env may be quoted, with escapes in double quotes only")
    func quotes() throws {
        let file = try DotEnvFile(
            parsing: "A=\"a \\\"b\\\" #c\"\nB='a\\n'\nC= plain # comment\nD=\n", path: ".env")
        #expect(file.entries.map(\.value) == ["a \"b\" #c", "a\\n", "plain", ""])
    }
}
