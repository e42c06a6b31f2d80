import Terminal
import Testing

@Suite("Canvas")
struct CanvasTests {
    private func canvas(_ width: Int, _ height: Int = 1, _ glyphs: Glyphs = .unicode) -> Canvas {
        Canvas(size: Size(width: width, height: height), glyphs: glyphs)
    }

    @Test(
        "text takes the columns a terminal gives it",
        arguments: [
            ("shop", 4), ("café", 4), ("cafe\u{301}", 4), ("日本", 4), ("👩‍👩‍👧", 2), ("👍🏽", 2),
            ("🇯🇵", 2), ("✈️", 1), ("\u{301}a", 2), ("\u{1B}[31m", 6), ("a\tb", 3), ("a\u{202E}b", 2),
            ("\u{200B}", 0), ("\u{9B}", 1), ("\u{FEFF}x", 1), ("한글", 4),
        ])
    func widths(text: String, columns: Int) {
        #expect(CharacterWidth.columns(of: text) == columns)
        var canvas = canvas(10)
        #expect(canvas.write(text, at: .origin) == columns)
    }

    @Test("no control character and no bidirectional control reaches a cell")
    func hostileText() {
        let hostile = (0...0x9F).compactMap(Unicode.Scalar.init).map { String($0) }.joined()
        var canvas = canvas(400)
        canvas.write(hostile + "\u{202E}\u{2066}\u{E0041}", at: .origin)
        for scalar in canvas.text.unicodeScalars {
            #expect(scalar.properties.generalCategory != .control)
            #expect(scalar.properties.generalCategory != .format)
        }
        #expect(canvas.text.contains("^["))
    }

    @Test("a wide character cut by an edge shows as a blank, on either side")
    func wideAtEdges() {
        var canvas = canvas(5)
        canvas.write("日本語", at: .origin)
        #expect(canvas.text == "日本")
        canvas.write("日本語", at: Point(x: -1, y: 0))
        #expect(canvas.text == " 本語")
    }

    @Test("overwriting half of a wide character leaves a blank for the other half")
    func wideHalves() {
        var canvas = canvas(4)
        canvas.write("日本", at: .origin)
        canvas.write("x", at: Point(x: 1, y: 0))
        #expect(canvas.text == " x本")
        canvas.write("y", at: Point(x: 2, y: 0))
        #expect(canvas.text == " xy")
    }

    @Test("what is too long ends in an ellipsis, what is short is aligned")
    func widthAndAlignment() {
        var canvas = canvas(8, 4)
        canvas.write("persistence", at: .origin, width: 8)
        canvas.write("日本語日本", at: Point(x: 0, y: 1), width: 8)
        canvas.write("ab", at: Point(x: 0, y: 2), width: 8, alignment: .trailing)
        canvas.write("ab", at: Point(x: 0, y: 3), width: 8, alignment: .center)
        #expect(canvas.text == "persist…\n日本語…\n      ab\n   ab")
    }

    @Test("drawing outside the bounds or the clip changes nothing")
    func clipping() {
        let blank = canvas(4, 2)
        var canvas = blank
        canvas.write("abc", at: Point(x: 0, y: 5))
        canvas.fill(Rect(x: -3, y: -3, width: 2, height: 2), with: "#", style: .plain)
        canvas.box(Rect(x: 4, y: 2, width: 5, height: 5), title: "x")
        canvas.gauge(.nan, at: Point(x: 9, y: 0), width: 3)
        #expect(canvas == blank)
        canvas.clipped(to: Rect(x: 1, y: 0, width: 2, height: 1)) { $0.write("abcd", at: .origin) }
        #expect(canvas.text == " bc\n")
    }

    @Test("a golden of a box, gauge and selection, in Unicode with styles and in ASCII")
    func golden() {
        var canvas = canvas(16, 4)
        let inner = canvas.box(canvas.bounds, title: "Stores", note: "1/2", focused: true)
        canvas.write("shop ●", at: inner.origin, style: Style(.ready))
        canvas.paint(inner.row(0), background: .selection)
        canvas.gauge(0.53, at: inner.origin.moved(y: 1), width: 8)
        #expect(canvas.text == "╭─ Stores ─────╮\n│shop ●        │\n│████▎░░░      │\n╰──────────────╯")
        #expect(
            canvas.styledText.split(separator: "\n")[1]
                == "‹border-focused›│‹ready/selection›shop ●‹text/selection›        ‹border-focused›│")

        var plain = self.canvas(16, 3, .ascii)
        plain.box(plain.bounds, title: "日é…")
        plain.scrollbar(at: Point(x: 15, y: 0), height: 3, offset: 0, count: 9)
        #expect(plain.text == "+- ??e~ -------#\n|              |\n+--------------|")
    }

    @Test("equal drawings are equal canvases, whatever the order in which clusters were first seen")
    func equality() {
        var (one, other) = (canvas(4), canvas(4))
        one.write("e\u{301}a\u{302}", at: .origin)
        other.write("  a\u{302}", at: .origin.moved(x: -1))
        other.write("e\u{301}a\u{302}", at: .origin)
        #expect(one == other)
        #expect(MemoryLayout<Cell>.size == 8)
    }
}
