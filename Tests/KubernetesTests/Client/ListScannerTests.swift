import Testing

@testable import Kubernetes

@Suite("Cutting a list into its items")
struct ListScannerTests {
    private func scan(_ text: String, size: Int) -> (items: [String], envelope: String) {
        let bytes = Array(text.utf8)
        var scanner = ListScanner()
        var items: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            Array(bytes[start..<min(bytes.count, start + size)]).withUnsafeBytes { chunk in
                scanner.consume(chunk) { items.append(String(decoding: $0, as: UTF8.self)) }
            }
        }
        return (items, String(decoding: scanner.envelope, as: UTF8.self))
    }

    @Test("however the text arrives, items and envelope are the same", arguments: [1, 2, 3, 7, 1_000])
    func chunks(size: Int) throws {
        let text = #"""
            {"kind":"List","note":"items","x":[{"items":[{}]}],"items": [ {"a":"}]\"{","b":[[{}]]} , {"items":[1,{"c":2}]}
            ], "metadata":{"resourceVersion":"5"}}
            """#
        let (items, envelope) = scan(text, size: size)
        #expect(
            try items.map { try JSONValue(parsing: $0) } == [
                ["a": "}]\"{", "b": [[[:]]]], ["items": [1, ["c": 2]]],
            ])
        #expect(
            try JSONValue(parsing: envelope) == [
                "kind": "List", "note": "items", "x": [["items": [[:]]]], "items": [],
                "metadata": ["resourceVersion": "5"],
            ])
    }

    @Test(
        "lists without items have none",
        arguments: [#"{"items":null}"#, #"{"items":[]}"#, "{}", #"{"items":[1,"a"]}"#])
    func empty(text: String) throws {
        let (items, envelope) = scan(text, size: 4)
        #expect(items.isEmpty)
        #expect(throws: Never.self) { try JSONValue(parsing: envelope) }
    }

    @Test("no text crashes it")
    func fuzz() {
        var random = SplitMix64(state: 7)
        let alphabet = Array(#"{}[]",:\items1"#.utf8)
        for _ in 0..<2_000 {
            let bytes = (0..<40).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            _ = scan(#"{"items":[{"# + String(decoding: bytes, as: UTF8.self), size: 3)
        }
    }
}
