import Foundation
import Glibc
import Synchronization
import Terminal
import Testing

/// A client that draws one line, says when it did, and quits on `q` or when told to end.
private struct Probe: TerminalClient {
    var seen: [TerminalEvent] = []
    var wakeAfter: Duration? { nil }

    mutating func handle(_ events: [TerminalEvent]) -> [TerminalCommand] {
        seen += events
        let ends = events.contains { event in
            if case .terminate = event { true } else { event == .key(.character("q")) }
        }
        return ends ? [.quit] : []
    }

    mutating func render(size: Size, glyphs: Glyphs) -> Canvas? {
        var canvas = Canvas(size: size, glyphs: glyphs)
        canvas.write("probe \(size.width)x\(size.height) \(seen.count)", at: .origin)
        return canvas
    }
}

/// A client that counts how often it was called.
private struct WakeCounter: TerminalClient {
    var wakeAfter: Duration?
    var calls = 0

    mutating func handle(_ events: [TerminalEvent]) -> [TerminalCommand] {
        calls += 1
        return []
    }

    mutating func render(size: Size, glyphs: Glyphs) -> Canvas? {
        var canvas = Canvas(size: size, glyphs: glyphs)
        canvas.write(String(repeating: String(calls % 10), count: 5), at: .origin)
        return canvas
    }
}

/// Standard input and output of this process on a terminal of its own; only for processes of exit tests.
private final class PseudoTerminal: Sendable {
    let master: Int32
    private let output = Mutex<[UInt8]>([])

    init() {
        var (master, slave): (Int32, Int32) = (0, 0)
        var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
        openpty(&master, &slave, nil, nil, &size)
        dup2(slave, STDIN_FILENO)
        dup2(slave, STDOUT_FILENO)
        self.master = master
        let descriptor = master
        setenv("TERM", "xterm-256color", 1)
        Thread.detachNewThread { [self] in
            var chunk = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(descriptor, &chunk, chunk.count)
                if count <= 0 { return }
                output.withLock { $0 += chunk[..<count] }
            }
        }
    }

    var text: String { String(decoding: output.withLock { $0 }, as: UTF8.self) }

    var settings: [UInt32] {
        var settings = termios()
        tcgetattr(STDIN_FILENO, &settings)
        return [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
    }

    func wait(for words: String) {
        for _ in 0..<2_000 where !text.contains(words) { usleep(1_000) }
    }

    /// Runs a session, does `act` once it has drawn, and checks that the terminal is as before.
    func check(_ end: SessionEnd, _ act: @escaping @Sendable (PseudoTerminal) -> Void) throws {
        let before = settings
        output.withLock { $0 = [] }
        Thread.detachNewThread { [self] in
            wait(for: "probe 80x24 0")
            precondition(settings != before)
            act(self)
        }
        var probe = Probe()
        let seen = try TerminalSession().run(&probe)
        precondition(seen == end)
        precondition(settings == before)
        wait(for: "\u{1B}[?1049l")
        for words in ["\u{1B}[?1049h", "\u{1B}[?1049l", "\u{1B}[?1000l", "\u{1B}[?2004l", "\u{1B}[?25h"] {
            precondition(text.contains(words), words)
        }
    }
}

@Suite("Session")
struct SessionTests {
    @Test("quitting restores the terminal, and a second session can follow")
    func quits() async {
        await #expect(processExitsWith: .success) {
            let terminal = PseudoTerminal()
            let type: @Sendable (PseudoTerminal) -> Void = { _ = write($0.master, "q", 1) }
            try terminal.check(.quit, type)
            try terminal.check(.quit, type)
        }
    }

    @Test(
        "signals to end become an event, and the terminal is restored", arguments: [SIGTERM, SIGHUP, SIGINT])
    func signals(signal: Int32) async {
        await #expect(processExitsWith: .success) { [signal = signal as Int32] in
            try PseudoTerminal().check(.signal(signal)) { _ in kill(getpid(), signal) }
        }
    }

    @Test("a storm of wakes is drawn at most every 50 ms, and ending through the waker restores the terminal")
    func wakes() async {
        await #expect(processExitsWith: .success) {
            let terminal = PseudoTerminal()
            let waker = TerminalWaker()
            Thread.detachNewThread {
                terminal.wait(for: "00000")
                let start = ContinuousClock.now
                while ContinuousClock.now - start < .milliseconds(300) { waker.wake() }
                waker.end()
            }
            var counter = WakeCounter()
            let end = try TerminalSession(waker: waker).run(&counter)
            precondition(end == .quit)
            precondition((2...9).contains(counter.calls), "\(counter.calls)")
            terminal.wait(for: "\u{1B}[?1049l")
        }
    }

    @Test("a client that wants to be called without events is, and one that doesn't answer a signal is ended")
    func deadlines() async {
        await #expect(processExitsWith: .success) {
            let terminal = PseudoTerminal()
            Thread.detachNewThread {
                terminal.wait(for: "33333")
                kill(getpid(), SIGTERM)
            }
            var counter = WakeCounter(wakeAfter: .milliseconds(5))
            let end = try TerminalSession().run(&counter)
            precondition(end == .signal(SIGTERM))
        }
    }

    @Test("a crash ends the process by its signal")
    func crashes() async {
        await #expect(processExitsWith: .signal(SIGSEGV)) {
            try PseudoTerminal().check(.quit) { _ in raise(SIGSEGV) }
        }
    }

    @Test("what is no terminal, or one that isn't known, is refused with what to do")
    func refusals() async {
        await #expect(processExitsWith: .success) {
            let terminal = PseudoTerminal()
            var probe = Probe()
            setenv("TERM", "no-such-terminal", 1)
            do throws(TerminalError) {
                _ = try TerminalSession().run(&probe)
                preconditionFailure()
            } catch {
                precondition(error == .unknownTerminal(name: "no-such-terminal"))
                precondition(error.description.contains("ncurses-term"))
            }
            close(STDIN_FILENO)
            _ = open("/dev/null", O_RDONLY)
            do throws(TerminalError) {
                _ = try TerminalSession().run(&probe)
                preconditionFailure()
            } catch {
                precondition(error == .notATerminal(stream: "standard input"))
            }
            precondition(terminal.text.isEmpty)
        }
    }
}
