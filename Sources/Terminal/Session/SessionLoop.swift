import CNcurses

/// The life of one session: waits, hands a batch to the client, does what it asks, shows its picture.
struct SessionLoop {
    private var screen: Screen
    private var source: EventSource
    private let waker: TerminalWaker
    private var title: String?
    private var clock: ContinuousClock.Instant?
    private var termination: (signal: Int32, deadline: ContinuousClock.Instant)?
    private var answerDeadline: ContinuousClock.Instant?
    private var waiting: [TerminalEvent] = []
    private var woken = false
    private var nextWake: ContinuousClock.Instant
    private var end: SessionEnd?

    /// How long a client may take to quit after a signal to end.
    private static let grace: Duration = .milliseconds(500)
    /// Wakes alone make at most this many pictures: one in 50 ms, so that a storm of changes stays cheap on a
    /// slow line. Keys never wait for it.
    private static let wakeInterval: Duration = .milliseconds(50)
    /// How long an answer may be on its way; one that came after the end would show up in the shell.
    private static let answerTime: Duration = .milliseconds(500)

    init(options: TerminalOptions, waker: TerminalWaker) throws(TerminalError) {
        let capabilities = try TerminalCapabilities.detect(
            environment: TerminalCapabilities.environment(), ascii: options.ascii)
        screen = try Screen(capabilities: capabilities, options: options)
        source = EventSource(waker: waker, sequences: KeySequences.ofOpenTerminal())
        self.waker = waker
        title = options.title
        nextWake = source.now
    }

    mutating func run(_ client: inout some TerminalClient) -> SessionEnd {
        show(&client)
        if screen.setModes(title: title) { answerDeadline = source.now + Self.answerTime }
        deadline(of: client)
        while end == nil { turn(&client) }
        if let answerDeadline, source.now < answerDeadline, end != .hangUp {
            source.discard(for: .milliseconds(50))
        }
        screen.close()
        source.close()
        return end ?? .quit
    }

    private mutating func turn(_ client: inout some TerminalClient) {
        let batch =
            waiting.isEmpty
            ? source.next(
                deadline: [clock, termination?.deadline, woken ? nextWake : nil].compactMap { $0 }.min(),
                hearsWakes: !woken)
            : EventSource.Batch()
        var events = waiting + batch.events
        waiting = []
        for report in batch.modeReports where report.mode == ControlStrings.synchronizedMode {
            screen.learn(synchronizes: report.state == 1 || report.state == 2)
            answerDeadline = nil
        }
        if batch.continued { events += resume() }
        if batch.resized { events.append(.resize(screen.resize())) }
        if batch.hungUp { events.append(.hangUp) }
        if let signal = batch.termination {
            termination = termination ?? (signal, source.now + Self.grace)
        }
        woken = woken || batch.woken
        let now = source.now
        let due = (clock.map { now >= $0 } ?? false) || (woken && now >= nextWake)
        if !events.isEmpty || due {
            if woken { nextWake = now + Self.wakeInterval }
            woken = false
            for command in client.handle(events) { perform(command) }
            if end == nil { show(&client) }
            deadline(of: client)
        }
        if batch.stop, end == nil { suspend() }
        if batch.hungUp {
            end = termination.map { .signal($0.signal) } ?? .hangUp
        } else if let termination, end != nil || source.now >= termination.deadline {
            end = .signal(termination.signal)
        } else if waker.isEnded {
            end = end ?? .quit
        }
    }

    private mutating func show(_ client: inout some TerminalClient) {
        screen.present(client.render(size: screen.size, glyphs: screen.capabilities.glyphs))
    }

    private mutating func deadline(of client: some TerminalClient) {
        clock = client.wakeAfter.map { source.now + $0 }
    }

    private mutating func perform(_ command: TerminalCommand) {
        switch command {
        case .quit: end = .quit
        case .suspend: suspend()
        case .copy(let text): screen.copy(text)
        case .setTheme(let theme): screen.setTheme(theme)
        case .setMouse(let on): screen.setMouse(on)
        case .setTitle(let title):
            self.title = title
            screen.setTitle(title)
        case .bell: cn_screen_bell()
        case .redraw: screen.repaint()
        }
    }

    private mutating func suspend() {
        screen.suspend()
        cn_signals_stop()
        waiting += resume()
    }

    private mutating func resume() -> [TerminalEvent] {
        let before = screen.size
        let (size, answers) = screen.resume(title: title)
        if answers { answerDeadline = source.now + Self.answerTime }
        return size == before ? [.resumed] : [.resumed, .resize(size)]
    }
}

extension KeySequences {
    /// What the database says of the terminal that curses has open.
    fileprivate static func ofOpenTerminal() -> KeySequences {
        var sequences = KeySequences()
        var buffer = [CChar](repeating: 0, count: 64)
        for (name, key) in capabilities {
            let length = cn_terminfo_string(name, &buffer, buffer.count)
            sequences.add(buffer.prefix(length).map { UInt8(bitPattern: $0) }, key)
        }
        return sequences
    }
}
