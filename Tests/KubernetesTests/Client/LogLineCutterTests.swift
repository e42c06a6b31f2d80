import Foundation
import Testing

@testable import Kubernetes

@Suite("A log cut into lines")
struct LogLineCutterTests {
    private func cut(_ chunks: [String]) -> [TimedLogLine] {
        var cutter = LogLineCutter()
        var lines: [TimedLogLine] = []
        for chunk in chunks { cutter.take(Array(chunk.utf8)) { lines.append($0) } }
        cutter.finish { lines.append($0) }
        return lines
    }

    @Test("lines are whole however their bytes come; empty ones are left out")
    func lines() {
        let texts = cut(["one\ntw", "o\r\n\n", "th", "ree"]).map(\.text)
        #expect(texts == ["one", "two", "three"])
    }

    @Test("a character whose bytes come apart stays whole")
    func characters() {
        var cutter = LogLineCutter()
        var lines: [TimedLogLine] = []
        for byte in Array("店\n".utf8) { cutter.take([byte]) { lines.append($0) } }
        #expect(lines.map(\.text) == ["店"])
    }

    @Test("the time stands apart where there's one")
    func times() {
        let lines = cut(["2027-01-15T08:00:00.5Z GET / 200\n2027-01-15T08:00:01Z\nno time\n"])
        #expect(lines.map(\.text) == ["GET / 200", "", "no time"])
        #expect(lines[0].time == Date(timeIntervalSince1970: 1_799_999_999 + 1.5))
        #expect(lines[2].time == nil)
    }

    @Test("of a line without an end no more than its beginning is kept")
    func endless() {
        var cutter = LogLineCutter()
        var lines: [TimedLogLine] = []
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 100_000)
        for _ in 0..<100 { cutter.take(chunk) { lines.append($0) } }
        #expect(lines.isEmpty)
        cutter.take(Array("\nnext\n".utf8)) { lines.append($0) }
        #expect(lines.map(\.text.utf8.count) == [LogLineCutter.longest + " …".utf8.count, 4])
    }
}
