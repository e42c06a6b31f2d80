import Foundation
import Testing

@Suite("Rules of the sources")
struct SourceRuleTests {
    static let forbidden = [
        "@unchecked Sendable", "nonisolated(unsafe)", "try!", "fatalError(", "preconditionFailure(",
    ]

    @Test("no file is longer than 300 lines", arguments: try Checkout.modules())
    func length(of module: String) throws {
        for file in try Checkout.files(of: module, extensions: ["swift", "c", "h"]) {
            #expect(file.lines.count <= 300, "\(file) has \(file.lines.count) lines")
        }
    }

    @Test("nothing gets around the compiler's checks or ends the program", arguments: try Checkout.modules())
    func escapes(in module: String) throws {
        for file in try Checkout.files(of: module) {
            for (number, line) in zip(1..., file.lines) {
                let code = line.firstRange(of: "//").map { String(line[..<$0.lowerBound]) } ?? line
                for word in Self.forbidden { #expect(!code.contains(word), "\(file):\(number) has \(word)") }
            }
        }
    }

    @Test("every setting stands in .env.example, and nothing else does")
    func settings() throws {
        let keys = try Checkout.text("Sources/Application/Settings/SettingKey.swift")
            .matches(of: /case \w+ = "([A-Z_]+)"/).map { String($0.1) }
        let shown = try Checkout.text(".env.example").matches(of: /(?m)^#?([A-Z_]+)=/).map { String($0.1) }
        #expect(!keys.isEmpty)
        #expect(shown.sorted() == keys.sorted())
    }
}
