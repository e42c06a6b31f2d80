import Dashboard
import Foundation
import Testing

@testable import Application

@Suite("The README", .serialized)
struct ReadmeTests {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("README.md").path

    static var settings: String {
        let rows = SettingKey.allCases.map { key in
            "| `\(key.rawValue)` | \(key.defaultText.isEmpty ? "" : "`\(key.defaultText)`") | \(key.summary) |"
        }
        return (["| setting | default | |", "|---|---|---|"] + rows).joined(separator: "\n")
    }

    @Test(
        "lists the keys and settings that the program has; URUMI_RECORD=1 writes them anew",
        arguments: [("keys", KeyReference.markdown([.main, .home, .log, .moving])), ("settings", settings)])
    func section(name: String, text: String) throws {
        let readme = try String(contentsOfFile: Self.path, encoding: .utf8)
        let (open, close) = ("<!-- \(name) -->\n", "<!-- /\(name) -->")
        let start = try #require(readme.range(of: open))
        let end = try #require(readme.range(of: close))
        let wanted = "\n" + text.trimmingCharacters(in: .newlines) + "\n\n"
        if ProcessInfo.processInfo.environment["URUMI_RECORD"] == "1" {
            let recorded = readme.replacingCharacters(in: start.upperBound..<end.lowerBound, with: wanted)
            try recorded.write(toFile: Self.path, atomically: true, encoding: .utf8)
        } else {
            #expect(readme[start.upperBound..<end.lowerBound] == wanted)
        }
    }
}
