import FoundationEssentials
import Terminal

/// The dashboard as a terminal session sees it: drains events into the model and draws it.
struct DashboardClient: TerminalClient {
    private(set) var model: DashboardModel
    private let mailbox: Mailbox
    private let router: EffectRouter
    private let clock: @Sendable () -> Date

    init(
        model: DashboardModel, mailbox: Mailbox, router: EffectRouter, clock: @escaping @Sendable () -> Date
    ) {
        self.model = model
        self.mailbox = mailbox
        self.router = router
        self.clock = clock
    }

    mutating func handle(_ events: [TerminalEvent]) -> [TerminalCommand] {
        var commands: [TerminalCommand] = []
        take(.tick(clock()), &commands)
        for event in mailbox.take() { take(event, &commands) }
        for event in events { take(.terminal(event), &commands) }
        return commands
    }

    mutating func render(size: Size, glyphs: Glyphs) -> Canvas? {
        if size != model.size {
            var commands: [TerminalCommand] = []
            take(.terminal(.resize(size)), &commands)
        }
        return Dashboard.render(model, size: size, glyphs: glyphs)
    }

    var wakeAfter: Duration? {
        model.nextTick.map {
            .milliseconds(Int64(max(20, ($0.timeIntervalSince(clock()) * 1_000).rounded(.up))))
        }
    }

    private mutating func take(_ event: DashboardEvent, _ commands: inout [TerminalCommand]) {
        for effect in update(&model, event) {
            if let command = effect.command { commands.append(command) } else { router.send(effect) }
        }
    }
}

extension Effect {
    /// What the terminal does itself; nil for what others do.
    fileprivate var command: TerminalCommand? {
        switch self {
        case .applyTheme(let theme): .setTheme(theme)
        case .copy(let text): .copy(text)
        case .setMouse(let isOn): .setMouse(isOn)
        case .redraw: .redraw
        case .suspend: .suspend
        case .quit: .quit
        case .create, .upgrade, .enqueue, .cancelJob, .retryJob, .adopt, .previewUpgrade, .loadRevisions,
            .loadDifference, .loadCredentials, .loadLog, .inspect, .readLog, .watchEvents, .retryConnection,
            .selectTheme:
            nil
        }
    }
}
