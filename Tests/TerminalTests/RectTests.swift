import Terminal
import Testing

@Suite("Rectangles")
struct RectTests {
    @Test("splitting gives parts that meet and never exceed the whole")
    func splits() {
        let whole = Rect(x: 2, y: 1, width: 10, height: 4)
        let (left, right) = whole.splitLeft(30)
        #expect(left == whole && right.isEmpty)
        let (top, bottom) = whole.splitTop(1)
        #expect(top == Rect(x: 2, y: 1, width: 10, height: 1))
        #expect(bottom == Rect(x: 2, y: 2, width: 10, height: 3))
        #expect(whole.inset(by: 9).isEmpty)
    }

    @Test("a centred rectangle never leaves its frame")
    func centred() {
        let frame = Rect(x: 0, y: 0, width: 20, height: 5)
        #expect(frame.centered(Size(width: 60, height: 3)) == Rect(x: 0, y: 1, width: 20, height: 3))
    }
}
