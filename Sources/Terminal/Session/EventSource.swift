import CNcurses
import Glibc

/// Everything that can wake a session: the terminal's bytes, signals, wakes and deadlines, in one poll.
struct EventSource {
    /// What one batch brought.
    struct Batch {
        var events: [TerminalEvent] = []
        var modeReports: [(mode: Int, state: Int)] = []
        var woken = false
        var resized = false
        var continued = false
        var stop = false
        var hungUp = false
        var termination: Int32?
    }

    /// How long an Escape waits for the rest of a sequence.
    static let escapeDelay: Duration = .milliseconds(25)
    /// Bytes taken in before they are acted on, so that a flood still shows.
    private static let batchLimit = 65_536

    private let waker: TerminalWaker
    private let signals: Int32
    private var decoder: InputDecoder
    private var clicks = DoubleClicks()
    private var escapeDeadline: ContinuousClock.Instant?
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var chunk = [UInt8](repeating: 0, count: 4096)

    init(waker: TerminalWaker, sequences: KeySequences) {
        self.waker = waker
        decoder = InputDecoder(sequences: sequences)
        start = clock.now
        signals = cn_signals_open()
    }

    func close() { cn_signals_close() }

    var now: ContinuousClock.Instant { clock.now }

    /// Sleeps until something is there or `deadline` passes, then takes all of it.
    mutating func next(deadline: ContinuousClock.Instant?, hearsWakes: Bool) -> Batch {
        var batch = Batch()
        // poll passes over a negative descriptor.
        var descriptors = [STDIN_FILENO, hearsWakes ? waker.descriptor : -1, signals].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        let until = [deadline, escapeDeadline].compactMap { $0 }.min()
        let ready = poll(&descriptors, nfds_t(descriptors.count), until.map { milliseconds(to: $0) } ?? -1)
        if ready > 0 {
            if descriptors[1].revents != 0 {
                waker.take()
                batch.woken = true
            }
            if descriptors[0].revents != 0 { readTerminal(into: &batch) }
        }
        takeSignals(into: &batch)
        if let escape = escapeDeadline, clock.now >= escape {
            escapeDeadline = nil
            sort(decoder.flush(), into: &batch)
        }
        return batch
    }

    /// Takes and drops what the terminal still sends for at most `duration`.
    mutating func discard(for duration: Duration) {
        let end = clock.now + duration
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        var batch = Batch()
        while clock.now < end, batch.modeReports.isEmpty, poll(&descriptor, 1, milliseconds(to: end)) > 0 {
            readTerminal(into: &batch)
            if batch.hungUp { return }
        }
    }

    private func milliseconds(to instant: ContinuousClock.Instant) -> Int32 {
        let (seconds, attoseconds) = (instant - clock.now).components
        let value = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(clamping: max(0, value))
    }

    private mutating func readTerminal(into batch: inout Batch) {
        var total = 0
        var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        repeat {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 {
                total += count
                sort(decoder.feed(chunk[..<count]), into: &batch)
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                batch.hungUp = true
                return
            }
        } while total < Self.batchLimit && poll(&descriptor, 1, 0) > 0
        escapeDeadline = decoder.isWaiting ? clock.now + Self.escapeDelay : nil
    }

    private mutating func sort(_ outputs: [InputDecoder.Output], into batch: inout Batch) {
        for output in outputs {
            switch output {
            case .event(.mouse(let event)):
                batch.events.append(.mouse(clicks.mark(event, at: clock.now - start)))
            case .event(let event): batch.events.append(event)
            case .modeReport(let mode, let state): batch.modeReports.append((mode, state))
            }
        }
    }

    private func takeSignals(into batch: inout Batch) {
        let pending = cn_signals_take()
        guard pending != 0 else { return }
        let has = { (signal: Int32) in pending & (1 << UInt64(signal)) != 0 }
        batch.resized = has(SIGWINCH)
        batch.continued = has(SIGCONT)
        batch.stop = has(SIGTSTP)
        batch.termination = [SIGTERM, SIGHUP, SIGINT, SIGQUIT].first(where: has)
        if let signal = batch.termination { batch.events.append(.terminate(signal: signal)) }
    }
}
