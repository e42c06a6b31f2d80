import Terminal
import Testing

@Suite("Text field")
struct TextFieldTests {
    @Test(
        "keys edit around the caret, in characters and not in scalars",
        arguments: [
            ("café 日本", [.backspace], "café 日", 6), ("café 日", [.control("w")], "café ", 5),
            ("café", [.home, .deleteForward], "afé", 0), ("abc", [.home, .right, .control("k")], "a", 1),
            ("abc", [.left, .control("u")], "c", 0),
            ("", [.character("e"), .character("\u{301}")], "e\u{301}", 1),
            ("e\u{301}", [.backspace], "", 0), ("one two", [.wordLeft, .character("x")], "one xtwo", 5),
            ("a", [.left, .left, .backspace, .right, .right], "a", 1),
        ] as [(String, [KeyPress], String, Int)])
    func editing(value: String, keys: [KeyPress], result: String, caret: Int) {
        var field = TextField(value)
        for key in keys {
            let taken = field.edit(key)
            #expect(taken)
        }
        #expect(field.value == result && field.caret == caret)
        let enter = field.edit(.enter)
        #expect(!enter)
    }

    @Test("a paste becomes one line without control characters")
    func paste() {
        var field = TextField("ab")
        _ = field.edit(.left)
        field.paste("x\ny\u{1B}z\n")
        #expect(field.value == "ax yzb" && field.caret == 5)
    }

    @Test("a value wider than its field is scrolled so that the caret shows")
    func scrolling() {
        var canvas = Canvas(size: Size(width: 6, height: 1))
        var field = TextField("abc日本語")
        field.draw(on: &canvas, in: canvas.bounds)
        #expect(canvas.text == " 本語" && canvas.cursor == Point(x: 5, y: 0))
        _ = field.edit(.home)
        field.draw(on: &canvas, in: canvas.bounds)
        #expect(canvas.text == "abc日" && canvas.cursor == .origin)
        TextField("secret").draw(on: &canvas, in: canvas.bounds, focused: false, mask: true)
        #expect(canvas.text == "•••••")
    }
}

@Suite("List viewport")
struct ListViewportTests {
    @Test("the selection is always visible and in range, whatever moves it")
    func invariant() {
        var random = SystemRandomNumberGenerator()
        var list = ListViewport(count: 40, height: 7)
        for _ in 0..<2_000 {
            switch Int.random(in: 0..<5, using: &random) {
            case 0: list.move(by: Int.random(in: -50...50, using: &random))
            case 1: list.scroll(by: Int.random(in: -9...9, using: &random))
            case 2: list.movePages(Int.random(in: -2...2, using: &random))
            case 3: _ = list.move(.end)
            default:
                list.update(
                    count: Int.random(in: 0...60, using: &random),
                    height: Int.random(in: 0...12, using: &random))
            }
            #expect(list.count == 0 ? list.selection == 0 : list.visible.contains(list.selection))
            #expect(list.visible.count == min(list.count, list.height))
        }
    }

    @Test("moving keeps rows of context, a page keeps one, and lines map to rows")
    func moves() {
        var list = ListViewport(count: 100, height: 10)
        list.select(8)
        #expect(list.offset == 1)
        list.movePages(1)
        #expect(list.selection == 17)
        #expect(list.index(atLine: 0) == list.offset && list.index(atLine: 10) == nil)
        _ = list.move(.character("G"))
        #expect(list.selection == 99 && list.offset == 90)
        let enter = list.move(.enter)
        #expect(!enter)
    }
}

@Suite("Tables and paragraphs")
struct LayoutTests {
    private let columns = [
        TableColumn("NAME", minimum: 6, ideal: 12, priority: 9, grows: true),
        TableColumn("STATE", minimum: 8, priority: 5), TableColumn("AGE", minimum: 4, priority: 1),
    ]

    @Test(
        "columns go by priority as the width shrinks, and the growing one takes the rest",
        arguments: [(40, [0, 1, 2], 24), (22, [0, 1, 2], 6), (21, [0, 1], 11), (10, [0], 10), (3, [0], 3)])
    func dropping(width: Int, shown: [Int], first: Int) {
        let layout = TableLayout(columns, width: width)
        #expect(layout.placed.map(\.index) == shown)
        #expect(layout.placed.first?.width == first)
        #expect(layout.placed.last.map { $0.x + $0.width <= width } == true)
    }

    @Test("paragraphs wrap at blanks, cut long words and count columns")
    func wrapping() {
        #expect(Paragraph("one two three", width: 7).lines == ["one two", "three"])
        #expect(Paragraph("abcdefghij k", width: 4).lines == ["abcd", "efgh", "ij k"])
        #expect(Paragraph("日本語 日本", width: 5).lines == ["日本", "語", "日本"])
        #expect(Paragraph("a\n\nb", width: 5).lines == ["a", "", "b"])
        #expect(Paragraph("a", width: 0).lines.isEmpty)
        #expect(Paragraph("a:\n  one two\n b", width: 7).lines == ["a:", "  one", "  two", " b"])
        #expect(Paragraph("      one", width: 7).lines == ["one"])
        #expect(Paragraph("  abcdefgh", width: 6).lines == ["  abcd", "  efgh"])
        #expect(Paragraph("a  b", width: 7).lines == ["a  b"])
    }
}
