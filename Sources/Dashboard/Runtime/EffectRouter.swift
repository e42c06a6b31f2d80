import Domain

/// Carries effects from the screen's thread to the tasks that do them.
struct EffectRouter: Sendable {
    /// What changes something: never cancelled, so that an accepted action always gets its worker.
    let writes: AsyncStream<Effect>
    /// What only asks: given up when the dashboard ends.
    let reads: AsyncStream<Effect>
    /// The theme asked for last.
    let themes: AsyncStream<String>
    /// The namespace asked for last.
    let namespaces: AsyncStream<String?>
    /// The upgrade whose effect was asked for last.
    let plans: AsyncStream<(UpgradeDraft, Ticket)>
    /// The log asked for last.
    let logs: AsyncStream<LogQuery?>
    private let writing: AsyncStream<Effect>.Continuation
    private let reading: AsyncStream<Effect>.Continuation
    private let theming: AsyncStream<String>.Continuation
    private let naming: AsyncStream<String?>.Continuation
    private let planning: AsyncStream<(UpgradeDraft, Ticket)>.Continuation

    private let logging: AsyncStream<LogQuery?>.Continuation

    init() {
        (writes, writing) = AsyncStream.makeStream()
        (reads, reading) = AsyncStream.makeStream()
        (themes, theming) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (namespaces, naming) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (logs, logging) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (plans, planning) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func send(_ effect: Effect) {
        switch effect {
        case .create, .upgrade, .enqueue, .cancelJob, .retryJob, .adopt: writing.yield(effect)
        case .loadCredentials, .loadLog, .inspect, .loadRevisions, .loadDifference, .retryConnection:
            reading.yield(effect)
        case .previewUpgrade(let draft, let ticket): planning.yield((draft, ticket))
        case .selectTheme(let name): theming.yield(name)
        case .readLog(let query): logging.yield(query)
        case .watchEvents(let namespace): naming.yield(namespace)
        case .applyTheme, .copy, .setMouse, .redraw, .suspend, .quit: break
        }
    }

    func finish() {
        writing.finish()
        reading.finish()
        theming.finish()
        naming.finish()
        planning.finish()
        logging.finish()
    }
}
