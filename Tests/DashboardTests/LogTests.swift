import Domain
import FoundationEssentials
import Synchronization
import Terminal
import Testing

@testable import Dashboard

@Suite("Logs")
struct LogTests {
    private func line(_ second: Double, _ text: String, pod: String = "shop-web-7c9f") -> LogLine {
        LogLine(pod: pod, time: Sample.now.addingTimeInterval(second), text: text)
    }

    private func batch(_ lines: [LogLine]) -> LogBatch {
        var batch = LogBatch()
        batch.lines = lines
        return batch
    }

    /// A dashboard that looks at the log of shop.
    private func opened(_ width: Int = 80, _ height: Int = 24) -> DashboardModel {
        var model = Sample.model(width, height)
        model.hit(.end, .character("l"))
        return model
    }

    private func send(_ model: inout DashboardModel, _ lines: [LogLine]) {
        guard case .logs(let panel) = model.dialog else { return }
        model.send(.log(panel.query.ticket, batch(lines)))
    }

    private func panel(_ model: DashboardModel) throws -> LogPanel {
        guard case .logs(let panel) = model.dialog else { throw Refusal("no log is open") }
        return panel
    }

    @Test("l reads the log of all pods of the store, and stops when it's left")
    func reads() {
        var model = Sample.model()
        model.hit(.end)
        let effects = model.hit(.character("l"))
        let query = LogQuery(ticket: Ticket(1), request: LogRequest(namespace: "store-shop"))
        #expect(effects == [.readLog(query)])
        #expect(model.hit(.escape) == [.readLog(nil)])
        #expect(model.dialog == nil)
    }

    @Test("a store without pods shows its newest job, and the activity the chosen one")
    func jobs() {
        var model = Sample.model()
        model.hit(.down, .down)
        #expect(model.target?.store == Sample.garden)
        #expect(model.hit(.character("l")) == [.loadLog(JobID(Sample.id(11).uuid))])
        model.hit(.escape, .backTab)
        #expect(model.hit(.character("l")) == [.loadLog(JobID(Sample.id(10).uuid))])
    }

    @Test("lines of several pods stand in the order in which they were written")
    func order() throws {
        var model = opened()
        send(&model, [line(1, "one"), line(3, "three")])
        send(&model, [line(2, "two", pod: "shop-mysql-0"), line(4, "four", pod: "shop-mysql-0")])
        #expect(try panel(model).buffer.lines.map(\.text) == ["one", "two", "three", "four"])
        let text = model.screen().text
        #expect(text.contains("web-7c9f one"))
        #expect(text.contains("mysql-0  two"))
    }

    @Test("what was asked for before is no longer taken")
    func stale() throws {
        var model = opened()
        let before = try panel(model).query.ticket
        model.hit(.tab)
        #expect(try panel(model).showsOnly == "shop-web-7c9f")
        model.send(.log(before, batch([line(1, "old")])))
        #expect(try panel(model).buffer.lines.isEmpty)
    }

    @Test("Tab goes from all pods to each, and around")
    func pods() throws {
        var model = opened()
        var seen: [String?] = []
        for _ in 0..<3 {
            seen.append(try panel(model).showsOnly)
            model.hit(.tab)
        }
        #expect(seen == [nil, "shop-web-7c9f", "shop-mysql-0"])
        #expect(try panel(model).showsOnly == nil)
        model.hit(.backTab)
        #expect(try panel(model).showsOnly == "shop-mysql-0")
    }

    @Test("p asks for the run before, and again for the present one")
    func previous() throws {
        var model = opened()
        let effects = model.hit(.character("p"))
        guard case .readLog(let query?)? = effects.first else { return #expect(Bool(false)) }
        #expect(query.request.isPrevious)
        var last = LogBatch()
        (last.trouble, last.isLast) = ("no container of it has run before", true)
        model.send(.log(query.ticket, last))
        #expect(model.screen().text.contains("no container of it has run before"))
        #expect(model.screen().text.contains("complete"))
        model.hit(.character("p"))
        #expect(try !panel(model).query.request.isPrevious)
    }

    @Test("the end is followed until somebody moves up, and again from the end on")
    func follows() throws {
        var model = opened()
        send(&model, (0..<100).map { line(Double($0), "line \($0)") })
        #expect(model.screen().text.contains("line 99"))
        model.hit(.up)
        send(&model, [line(200, "line 100")])
        #expect(!model.screen().text.contains("line 100"))
        #expect(model.screen().text.contains("not following"))
        #expect(model.screen().text.contains("line 98"))
        // A line that comes late, before what shows, moves nothing.
        let shown = model.screen().text
        send(&model, [line(0.5, "late")])
        #expect(model.screen().text.split(separator: "\n")[2...20] == shown.split(separator: "\n")[2...20])
        model.hit(.end)
        #expect(model.screen().text.contains("line 100"))
        #expect(try panel(model).follows)
        model.hit(.character("f"))
        send(&model, [line(300, "line 101")])
        #expect(!model.screen().text.contains("line 101"))
        model.hit(.character("g"))
        #expect(model.screen().text.contains("web-7c9f line 0"))
        model.hit(.character("f"))
        #expect(model.screen().text.contains("line 101"))
    }

    @Test("a search finds, marks and goes on; Esc ends it first and then closes the log")
    func search() throws {
        var model = opened()
        send(&model, (0..<200).map { line(Double($0), $0 % 50 == 7 ? "GET /cart \($0)" : "line \($0)") })
        model.hit(.character("g"), .character("/"))
        model.type("get /cart")
        model.hit(.enter)
        #expect(try panel(model).search.found == 7)
        model.hit(.character("n"))
        #expect(try panel(model).search.found == 57)
        #expect(model.screen().text.contains("GET /cart 57"))
        #expect(model.screen().styledText.contains("/match"))
        model.hit(.character("n"), .character("n"), .character("n"))
        #expect(model.notice?.text == "no other “get /cart” below")
        model.hit(.character("N"))
        #expect(try panel(model).search.found == 107)
        model.hit(.escape, .end, .character("/"))
        model.type("line 3")
        model.hit(.enter)
        #expect(try panel(model).search.found == 39)
        model.hit(.escape, .character("/"))
        model.type("nowhere")
        model.hit(.enter)
        #expect(model.notice?.text == "no “nowhere”")
        model.hit(.escape)
        #expect(try panel(model).search.text.isEmpty)
        model.hit(.character("n"))
        #expect(model.notice?.text == "next match: nothing is searched for; / begins it")
        model.hit(.escape)
        #expect(model.dialog == nil)
    }

    @Test("letters that are searched for are text, q among them")
    func typed() throws {
        var model = opened()
        send(&model, [line(1, "equip")])
        model.hit(.character("/"))
        model.type("quip f")
        #expect(try panel(model).search.text == "quip f")
        #expect(try panel(model).follows)
    }

    @Test("long lines are wrapped or cut, and every row of them can be reached")
    func wraps() throws {
        var model = opened(60, 15)
        send(
            &model, [line(1, "begin " + String(repeating: "word ", count: 200) + "finish"), line(2, "next")])
        #expect(model.screen().text.contains("next"))
        #expect(model.screen().text.contains("finish"))
        #expect(!model.screen().text.contains("begin"))
        for _ in 0..<60 { model.hit(.up) }
        #expect(model.screen().text.contains("begin"))
        for _ in 0..<60 { model.hit(.down) }
        #expect(model.screen().text.contains("finish"))
        model.hit(.character("w"))
        #expect(model.screen().text.contains("begin"))
        #expect(model.screen().text.contains("next"))
        #expect(!model.screen().text.contains("finish"))
    }

    @Test(
        "colours are left out, and what would steer the terminal is made harmless",
        arguments: [
            ("\u{1B}[32minfo\u{1B}[0m: started", "info: started"),
            ("\u{1B}]0;title\u{7}text", "text"), ("\u{1B}]8;;http://a\u{1B}\\link", "link"),
            ("\u{1B}[2J\u{1B}[H", ""), ("plain", "plain"), ("\u{1B}", "\u{1B}"), ("\u{1B}[", ""),
        ])
    func harmless(text: String, shown: String) throws {
        #expect(LogText.plain(text) == shown)
        var model = opened()
        send(&model, [line(1, text), line(2, "\u{7}\u{9B}31m\u{202E}end")])
        let screen = model.screen().text
        #expect(screen.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x9B || $0 == "\n" })
        #expect(screen.contains("^G·31mend"))
    }

    @Test("no more is kept than a screen can be of use for")
    func bounded() throws {
        var model = opened()
        for start in stride(from: 0, to: 20_000, by: 2_000) {
            send(&model, (start..<start + 2_000).map { line(Double($0), "line \($0)") })
        }
        #expect(try panel(model).buffer.lines.count == 5_000)
        #expect(try panel(model).buffer.lines.first?.text == "line 15000")
        #expect(model.screen().text.contains("15000 earlier lines left out"))
        let long = String(repeating: "x", count: 4_000)
        send(&model, (0..<1_000).map { line(30_000 + Double($0), long) })
        #expect(try panel(model).buffer.lines.reduce(0) { $0 + $1.text.utf8.count } <= LogBuffer.limits.bytes)
        #expect(model.screen().size == model.size)
    }

    @Test("a log is on the screen a few times a second, however fast it's written")
    func feed() async {
        let mailbox = Mailbox(waker: TerminalWaker())
        let (queries, asking) = AsyncStream.makeStream(of: LogQuery?.self)
        let query = LogQuery(ticket: Ticket(3), request: LogRequest(namespace: "store-shop"))
        let reader = FakeLog(lines: (0..<30_000).map { line(Double($0), "line \($0)") })
        asking.yield(query)
        async let served: Void = LogFeed(reader: reader, mailbox: mailbox).serve(queries)
        var lines: [String] = []
        var (batches, dropped) = (0, 0)
        while lines.last != "line 29999" {
            for case .log(Ticket(3), let batch) in mailbox.take() {
                lines += batch.lines.map(\.text)
                (batches, dropped) = (batches + 1, dropped + batch.dropped)
                #expect(batch.lines.count <= LogBuffer.limits.lines * 2)
            }
            await Task.yield()
        }
        asking.finish()
        await served
        #expect(lines.count + dropped == 30_000)
        #expect(batches < 10)
    }

    @Test("another log ends the one before, and none ends it too")
    func switches() async {
        let mailbox = Mailbox(waker: TerminalWaker())
        let (queries, asking) = AsyncStream.makeStream(of: LogQuery?.self)
        let reader = FakeLog(lines: [line(1, "a")], goesOn: true)
        async let served: Void = LogFeed(reader: reader, mailbox: mailbox).serve(queries)
        for number in 1...3 {
            let query = LogQuery(
                ticket: Ticket(number), request: LogRequest(namespace: "store-\(number)"))
            asking.yield(query)
            while !reader.reading.withLock({ $0.contains("store-\(number)") }) { await Task.yield() }
        }
        while reader.reading.withLock({ $0 }) != ["store-3"] { await Task.yield() }
        asking.yield(nil)
        while !reader.reading.withLock({ $0.isEmpty }) { await Task.yield() }
        asking.finish()
        await served
    }
}

/// A log that's there, and ends or goes on in silence.
final class FakeLog: LogReader {
    let reading = Mutex<Set<String>>([])
    private let lines: [LogLine]
    private let goesOn: Bool

    init(lines: [LogLine] = [], goesOn: Bool = false) {
        self.lines = lines
        self.goesOn = goesOn
    }

    func read(_ request: LogRequest, _ tell: @escaping @Sendable (LogUpdate) -> Void) async {
        reading.withLock { _ = $0.insert(request.namespace) }
        for line in lines { tell(.line(line)) }
        if goesOn { for await _ in AsyncStream<Void>.makeStream().stream {} }
        reading.withLock { _ = $0.remove(request.namespace) }
    }
}
