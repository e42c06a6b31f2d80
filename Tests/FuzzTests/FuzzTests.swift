import Foundation
import Testing

@testable import Application
@testable import Helm
@testable import Kubernetes
@testable import Terminal

@Suite("Malformed input")
struct FuzzTests {
    @Test("a kubeconfig")
    func kubeconfig() throws {
        try Fuzz.run("kubeconfig", Samples.kubeconfigs) { bytes in
            let file = try KubeconfigFile(String(decoding: bytes, as: UTF8.self), path: "/nowhere/config")
            let config = Kubeconfig([file])
            for name in config.contextNames.prefix(20) { _ = try config.configuration(context: name) }
        }
    }

    @Test("config.toml")
    func config() throws {
        try Fuzz.run("config", Samples.configs) {
            _ = try ConfigFile(parsing: String(decoding: $0, as: UTF8.self), path: "config.toml")
        }
    }

    @Test("a theme")
    func theme() throws {
        try Fuzz.run("theme", Samples.themes) {
            let file = try ThemeFile(file: "x.toml", text: String(decoding: $0, as: UTF8.self))
            _ = try file.theme(name: "x")
        }
    }

    @Test(
        "what toml++ ends the process for is refused with its line",
        arguments: [
            "\n[{", "\n[ =]", "\na = [ }", "\na = [1, { b = 1 }, }]",
            "\n" + String(repeating: "a.", count: 9_000),
        ])
    func hazards(text: String) throws {
        #expect(TOMLGuard.firstHazard(in: text) == 2)
        #expect(throws: SettingsError.self) { try ConfigFile(parsing: text, path: "config.toml") }
        #expect(throws: ThemeError.self) { try ThemeFile(file: "x.toml", text: text) }
    }

    @Test(".env")
    func environment() throws {
        try Fuzz.run("env", Samples.environments) {
            _ = try DotEnvFile(parsing: String(decoding: $0, as: UTF8.self), path: ".env")
        }
    }

    @Test("Helm's lists")
    func helmList() throws {
        try Fuzz.run("helm-list", Samples.helmLists) {
            _ = try JSONDecoder().decode([HelmRelease].self, from: Data($0))
        }
    }

    @Test("Helm's status")
    func helmStatus() throws {
        try Fuzz.run("helm-status", Samples.helmStatuses) {
            _ = try JSONDecoder().decode(HelmReleaseStatus.self, from: Data($0))
        }
    }

    @Test("Helm's history")
    func helmHistory() throws {
        try Fuzz.run("helm-history", Samples.helmHistories) {
            _ = try JSONDecoder().decode([HelmRevision].self, from: Data($0))
        }
    }

    @Test("Helm's values")
    func helmValues() throws {
        try Fuzz.run("helm-values", Samples.helmValues) { _ = try HelmValues(json: $0).json }
    }

    @Test("a watch's lines")
    func watch() throws {
        try Fuzz.run("watch", Samples.watchLines) { bytes in
            _ = try ObjectCodec<WatchLine<Pod>>.typed(bytes)
            _ = try ObjectCodec<WatchLine<StatefulSet>>.typed(bytes)
            _ = try ObjectCodec<WatchLine<Event>>.typed(bytes)
        }
    }

    @Test("a watch's lines, as JSON")
    func dynamicWatch() throws {
        try Fuzz.run("watch-json", Samples.watchLines) {
            _ = try WatchEvent(line: try ObjectCodec.dynamic($0))
        }
    }

    @Test("a list, however it's cut into pieces")
    func list() throws {
        try Fuzz.run("list", Samples.lists) { bytes in
            var scanner = ListScanner()
            var found = 0
            for piece in stride(from: 0, to: bytes.count, by: 7) {
                try bytes[piece..<min(piece + 7, bytes.count)].withUnsafeBytes { raw in
                    try scanner.consume(raw) { item in
                        _ = try ObjectCodec<Pod>.typed(item)
                        found += 1
                    }
                }
            }
            _ = try ObjectCodec.dynamic(scanner.envelope)
        }
    }
}
