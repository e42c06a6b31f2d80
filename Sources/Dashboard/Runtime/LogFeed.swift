import Domain
import Synchronization

/// Brings a log to the screen, a few times a second however fast it's written.
struct LogFeed: Sendable {
    let reader: any LogReader
    let mailbox: Mailbox
    var clock: any Clock<Duration> = ContinuousClock()

    /// The time between two deliveries.
    static let pace: Duration = .milliseconds(200)

    /// Reads each log that's asked for until the next one is, or none.
    @concurrent func serve(_ queries: AsyncStream<LogQuery?>) async {
        var reading: Task<Void, Never>?
        for await query in queries {
            reading?.cancel()
            reading = query.map { query in Task { await read(query) } }
        }
        reading?.cancel()
        await reading?.value
    }

    private func read(_ query: LogQuery) async {
        let gathered = GatheredLog()
        await withDiscardingTaskGroup { group in
            group.addTask {
                await reader.read(query.request) { gathered.take($0) }
                gathered.end()
            }
            for await _ in gathered.news {
                let batch = gathered.batch()
                if Task.isCancelled { break }
                mailbox.post(.log(query.ticket, batch))
                if batch.isLast { break }
                try? await clock.sleep(for: Self.pace)
            }
            group.cancelAll()
        }
    }
}

/// What a log's readers have told since it was last looked at. No more of it is kept than a screen can hold.
private final class GatheredLog: Sendable {
    /// One element where there's something new.
    let news: AsyncStream<Void>
    private let tidings: AsyncStream<Void>.Continuation
    private let pending = Mutex(LogBatch())

    init() { (news, tidings) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func take(_ update: LogUpdate) {
        pending.withLock { pending in
            switch update {
            case .line(let line):
                pending.lines.append(line)
                pending.trouble = nil
                if pending.lines.count >= LogBuffer.limits.lines * 2 {
                    let excess = pending.lines.count - LogBuffer.limits.lines
                    pending.lines.removeFirst(excess)
                    pending.dropped += excess
                }
            case .trouble(let reason): pending.trouble = reason
            }
        }
        tidings.yield()
    }

    func end() {
        pending.withLock { $0.isLast = true }
        tidings.yield()
    }

    /// What has come since the last call; a trouble that goes on is told each time.
    func batch() -> LogBatch {
        pending.withLock { pending in
            defer { (pending.lines, pending.dropped) = ([], 0) }
            return pending
        }
    }
}
