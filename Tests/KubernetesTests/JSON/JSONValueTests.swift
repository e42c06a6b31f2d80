@testable import Kubernetes
import Testing

@Suite("JSON documents")
struct JSONValueTests {
    @Test(
        "a document keeps its values",
        arguments: [
            (#" {"a":[1,-2.5,true,null,"x"],"b":{}} "#, #"{"a":[1,-2.5,true,null,"x"],"b":{}}"#),
            (#""\u0041\n\"\\\/\ud83d\ude00\ud800""#, "\"A\\n\\\"\\\\/😀\u{FFFD}\""),
            (
                "[9223372036854775807,-9223372036854775808,0,-0]",
                "[9223372036854775807,-9223372036854775808,0,0]"
            ),
            ("[18446744073709551616,1e3,1E-2,0.5]", "[1.8446744073709552e+19,1000.0,0.01,0.5]"),
            (#"{"a":1,"a":2}"#, #"{"a":2}"#),
            ("\u{FEFF}[]", "[]"),
            (#"{"b":1,"a":"\u001f"}"#, #"{"a":"\u001f","b":1}"#),
        ])
    func roundTrip(text: String, expected: String) throws {
        let value = try JSONValue(parsing: text)
        #expect(value.description == expected)
        #expect(try JSONValue(parsing: value.encoded(pretty: true)) == value)
    }

    @Test(
        "what isn't JSON is refused",
        arguments: [
            "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1,}", "{a:1}", "tru", "nul",
            "01", "-",
            "1.", "1e", ".5", "+1", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\\u1\"", "\"\n\"", "1 2",
            "1e999",
            "[}", "]",
        ])
    func refused(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test("a mistake is located by line and column")
    func location() {
        #expect(throws: JSONSyntaxError(reason: "a value was expected", line: 2, column: 7)) {
            try JSONValue(parsing: "{\n \"a\": x}")
        }
    }

    @Test("nesting ends at 512", arguments: [(512, true), (513, false), (1_000_000, false)])
    func depth(levels: Int, fits: Bool) {
        let text =
            [UInt8](repeating: UInt8(ascii: "["), count: levels)
            + [UInt8](repeating: UInt8(ascii: "]"), count: levels)
        #expect(((try? JSONValue(parsing: text)) != nil) == fits)
    }

    @Test("no mutation of a document crashes the parser, and what it accepts survives a round trip")
    func fuzz() throws {
        let seed = Array(
            #"{"kind":"Pod","n":[1,-2.5e3,true,false,null],"s":"\u00e9\n☃","o":{"a":{"b":[[]]}}}"#.utf8)
        var random = SplitMix64(state: 20_251_123)
        let alphabet = Array(#"{}[]",:\u019-+.eEtfn "#.utf8) + [0, 0x1F, 0x80, 0xC3, 0xED, 0xFF]
        for _ in 0..<5_000 {
            var bytes = seed
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                case 1: bytes.insert(alphabet[Int.random(in: 0..<alphabet.count, using: &random)], at: index)
                case 2: bytes.removeSubrange(index..<min(bytes.count, index + 3))
                default: bytes = Array(bytes[..<max(1, index)])
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            if let value = try? JSONValue(parsing: bytes) {
                #expect(try JSONValue(parsing: value.encoded()) == value)
            }
        }
    }

    @Test("any sequence of bytes can be parsed")
    func sequences() throws {
        #expect(
            try JSONValue(parsing: sequence(first: UInt8(ascii: "1")) { $0 < 0x34 ? $0 + 1 : nil }) == 1234)
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
