import Domain
import Foundation
import Testing

@testable import Application

@Suite("Output")
struct OutputTests {
    @Test(
        "what would steer a terminal is shown instead",
        arguments: [
            ("\u{1B}]0;title\u{7}\u{1B}[2Jtext", "^[]0;title^G^[[2Jtext"), ("a\r\nb\tc", "a\nb\tc"),
            ("\u{9B}31mred\u{7F}", "·31mred^?"), ("\u{202E}cod.exe", "cod.exe"),
            ("Größe 店 👩‍🍳", "Größe 店 👩‍🍳"),
        ])
    func harmless(text: String, shown: String) {
        #expect(HarmlessText.lines(text) == shown)
    }

    @Test("the audit trail as JSON tells who did it and where from apart")
    func audit() throws {
        func document(_ actor: String) throws -> [String: String?] {
            let entry = AuditEntry(
                at: Date(timeIntervalSince1970: 0), actor: actor, action: "adopt", target: "shop",
                cluster: "c", job: nil, outcome: "succeeded", detail: "")
            let data = try JSONEncoder().encode(AuditDocument(entry))
            return try JSONDecoder().decode([String: String?].self, from: data)
        }
        let remote = try document("root@vps from 203.0.113.5, sudo of ada")
        #expect(remote["actor"] == "root@vps" && remote["from"] == "203.0.113.5, sudo of ada")
        let local = try document("ada@vps")
        #expect(local["actor"] == "ada@vps" && local["from"] == nil)
    }

    @Test("a cell has the first line that says something")
    func table() {
        var table = TextTable("JOB", "STEP")
        table.add("1", "\n  \nhelm failed:\r\n\tno space\n")
        table.add("2\u{1B}[31m", "one\n")
        table.add("3", "")
        #expect(
            table.text == """
                JOB       STEP
                1         helm failed: …
                2^[[31m   one
                3         \("")
                """)
    }
}
