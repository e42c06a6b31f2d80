import Testing

@testable import Terminal

@Suite("Input")
struct InputDecoderTests {
    @Test(
        "bytes become keys, in whatever pieces they come",
        arguments: [
            ("a", .character("a")), ("é", .character("é")), ("日", .character("日")), ("😀", .character("😀")),
            ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7F}", .backspace), ("\u{08}", .backspace),
            ("\u{03}", .control("c")), ("\u{1A}", .control("z")), ("\u{00}", .control(" ")),
            ("\u{1C}", .control("\\")), ("\u{1B}[A", .up), ("\u{1B}OB", .down), ("\u{1B}[1;5C", .wordRight),
            ("\u{1B}[1;2C", .right), ("\u{1B}Od", .wordLeft), ("\u{1B}[H", .home), ("\u{1B}[7~", .home),
            ("\u{1B}[4~", .end), ("\u{1B}[3~", .deleteForward), ("\u{1B}[2~", .insert),
            ("\u{1B}[5~", .pageUp),
            ("\u{1B}[6;5~", .pageDown), ("\u{1B}[Z", .backTab), ("\u{1B}OP", .function(1)),
            ("\u{1B}[[E", .function(5)), ("\u{1B}[15~", .function(5)), ("\u{1B}[24~", .function(12)),
            ("\u{1B}[1;2P", .function(1)), ("\u{1B}x", .alt("x")), ("\u{1B}ü", .alt("ü")),
            ("\u{1B}\u{7F}", .control("w")), ("\u{1B}[27u", .escape), ("\u{1B}[100;5u", .control("d")),
            ("\u{1B}[27;5;106~", .control("j")), ("\u{1B}Oq", .character("1")), ("\u{1B}OM", .enter),
        ] as [(String, KeyPress)])
    func keys(bytes: String, key: KeyPress) {
        var whole = InputDecoder()
        #expect(whole.feed(bytes.utf8) == [.event(.key(key))])
        var pieces = InputDecoder()
        let outputs = bytes.utf8.flatMap { pieces.feed([$0]) }
        #expect(outputs == [.event(.key(key))])
        #expect(!whole.isWaiting && !pieces.isWaiting)
    }

    @Test("an Escape alone waits, and is a key once nothing follows")
    func escape() {
        var decoder = InputDecoder()
        let early = decoder.feed([0x1B])
        #expect(early.isEmpty && decoder.isWaiting)
        #expect(decoder.flush() == [.event(.key(.escape))])
        #expect(!decoder.isWaiting)
        #expect(decoder.feed("\u{1B}[".utf8) == [])
        #expect(decoder.flush() == [.event(.key(.alt("[")))])
        #expect(decoder.feed("\u{1B}\u{1B}[A".utf8) == [.event(.key(.escape)), .event(.key(.up))])
    }

    @Test("SGR mouse reports become presses, releases and scrolls with their modifiers")
    func mouse() {
        var decoder = InputDecoder()
        let outputs = decoder.feed(
            "\u{1B}[<0;5;3M\u{1B}[<0;5;3m\u{1B}[<64;1;1M\u{1B}[<81;200;90M\u{1B}[<2;1;1M".utf8)
        let point = Point(x: 4, y: 2)
        #expect(
            outputs == [
                .event(.mouse(MouseEvent(point: point, kind: .press))),
                .event(.mouse(MouseEvent(point: point, kind: .release))),
                .event(.mouse(MouseEvent(point: .origin, kind: .scrollUp))),
                .event(
                    .mouse(MouseEvent(point: Point(x: 199, y: 89), kind: .scrollDown, modifiers: .control))),
                .event(.mouse(MouseEvent(point: .origin, kind: .press, button: .right))),
            ])
    }

    @Test("two quick presses on one cell are a double press; slower ones, and a third, are not")
    func doublePress() {
        var clicks = DoubleClicks()
        let press = MouseEvent(point: .origin, kind: .press)
        let kinds = [0, 100, 200, 900].map { clicks.mark(press, at: .milliseconds($0)).kind }
        #expect(kinds == [.press, .double, .press, .press])
    }

    @Test("a paste is one event, its escapes no keys, its line ends newlines, however it's cut")
    func paste() {
        let bytes = Array("\u{1B}[200~one\r\ntwo\rthr\u{1B}[31mee é\u{1B}[201~q".utf8)
        let expected: [InputDecoder.Output] = [
            .event(.paste("one\ntwo\nthr\u{1B}[31mee é")), .event(.key(.character("q"))),
        ]
        for size in [1, 2, 3, 7, 100] {
            var decoder = InputDecoder()
            let outputs = stride(from: 0, to: bytes.count, by: size).flatMap { start in
                decoder.feed(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(outputs == expected)
        }
    }

    @Test("answers to questions are told from keys, unasked ones vanish")
    func answers() {
        var decoder = InputDecoder()
        let outputs = decoder.feed(
            "\u{1B}[?2026;2$y\u{1B}]11;rgb:0/0/0\u{07}\u{1B}P1+r\u{1B}\\\u{1B}[?62;c\u{1B}[Ix".utf8)
        #expect(outputs == [.modeReport(mode: 2026, state: 2), .event(.key(.character("x")))])
    }

    @Test("invalid UTF-8 becomes replacement characters and loses nothing after it")
    func invalid() {
        var decoder = InputDecoder()
        let keys = decoder.feed([0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x61])
        #expect(keys.last == .event(.key(.character("a"))) && keys.contains(.event(.key(.character("(")))))
        #expect(decoder.feed([0xE2]) == [])
        #expect(decoder.flush() == [.event(.key(.character("\u{FFFD}")))])
    }

    @Test("no bytes at all make the decoder fail or stall")
    func random() {
        var decoder = InputDecoder()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            _ = decoder.feed((0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) })
            _ = decoder.flush()
            _ = decoder.feed("\u{1B}[201~\u{07}\u{1B}\\".utf8)
            _ = decoder.flush()
            #expect(!decoder.isWaiting)
        }
    }

    @Test("what the terminal database says of a key wins")
    func database() {
        var sequences = KeySequences()
        sequences.add(Array("\u{1B}[A".utf8), .pageUp)
        sequences.add([0x7F], .home)
        var decoder = InputDecoder(sequences: sequences)
        #expect(decoder.feed("\u{1B}[A\u{7F}".utf8) == [.event(.key(.pageUp)), .event(.key(.backspace))])
    }
}
