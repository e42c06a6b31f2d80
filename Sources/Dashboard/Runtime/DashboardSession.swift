package import FoundationEssentials
package import Terminal

/// One use of the dashboard, from its first frame to the restored terminal.
package struct DashboardSession: Sendable {
    private let settings: DashboardSettings
    private let options: TerminalOptions
    private let themes: ThemeLibrary
    private let open: @Sendable () async throws -> any DashboardBackend
    private let clock: @Sendable () -> Date

    /// - Parameters:
    ///   - settings: what the first frame shows, before `open` has answered.
    ///   - open: opens records and cluster, off the screen's thread; asked again when the user retries.
    package init(
        settings: DashboardSettings, options: TerminalOptions, themes: ThemeLibrary,
        clock: @escaping @Sendable () -> Date = { Date() },
        open: @escaping @Sendable () async throws -> any DashboardBackend
    ) {
        self.settings = settings
        self.options = options
        self.themes = themes
        self.clock = clock
        self.open = open
    }

    /// Runs the dashboard, keeping the main thread, until it's left or ended by a signal. An action being
    /// accepted then is finished first; nothing else is waited for longer than its cancellation takes.
    @MainActor package func run() async throws(TerminalError) -> DashboardEnd {
        let waker = TerminalWaker()
        let mailbox = Mailbox(waker: waker)
        let router = EffectRouter()
        let opened = OpenedBackend()
        var client = DashboardClient(
            model: DashboardModel(settings: settings, now: clock()), mailbox: mailbox, router: router,
            clock: clock)
        async let writes: Void = Submitter(backend: opened, mailbox: mailbox).serve(router.writes)
        let result = await withTaskGroup(of: Void.self) { group in
            group.addTask { await serve(router, opened, mailbox) }
            group.addTask { await serve(themes: router.themes, mailbox) }
            let session = TerminalSession(options: options, waker: waker)
            let result = Result { () throws(TerminalError) in try session.run(&client) }
            router.finish()
            group.cancelAll()
            return result
        }
        await writes
        return DashboardEnd(
            reason: try result.get(), activeJobs: client.model.activeJobCount, theme: client.model.chosenTheme
        )
    }

    /// Opens the backend and serves what only asks, until the router ends.
    @concurrent func serve(_ router: EffectRouter, _ opened: OpenedBackend, _ mailbox: Mailbox) async {
        var reads = router.reads.makeAsyncIterator()
        guard let backend = await openBackend(&reads, mailbox) else { return }
        opened.set(backend)
        mailbox.post(.opened(backend.settings))
        let feed = BackendFeed(backend: backend, mailbox: mailbox)
        await withDiscardingTaskGroup { group in
            group.addTask { await feed.records() }
            group.addTask { await feed.cluster() }
            group.addTask { for await notice in backend.notices() { mailbox.post(.notice(notice)) } }
            if !backend.settings.isReadOnly { group.addTask { await feed.keepWorker() } }
            group.addTask { await feed.events(of: router.namespaces) }
            group.addTask { await LogFeed(reader: backend.logs, mailbox: mailbox).serve(router.logs) }
            group.addTask { await feed.plans(of: router.plans) }
            while let effect = await reads.next() { group.addTask { await feed.answer(effect) } }
            group.cancelAll()
        }
    }

    /// Opens the backend, again whenever the user retries; nil when the dashboard ends first.
    private func openBackend(_ reads: inout AsyncStream<Effect>.Iterator, _ mailbox: Mailbox) async
        -> (any DashboardBackend)?
    {
        while !Task.isCancelled {
            do {
                return try await open()
            } catch {
                mailbox.post(.openingFailed(Refusal(error).description))
            }
            while let effect = await reads.next(isolation: #isolation), effect != .retryConnection {}
        }
        return nil
    }

    @concurrent private func serve(themes names: AsyncStream<String>, _ mailbox: Mailbox) async {
        for await name in names {
            do {
                mailbox.post(.theme(.success(try themes.load(name))))
            } catch {
                mailbox.post(.theme(.failure(Refusal(error))))
            }
        }
    }
}

/// How a dashboard ended.
package struct DashboardEnd: Hashable, Sendable {
    package let reason: SessionEnd
    /// Jobs that wait or run, and go on in the background.
    package let activeJobs: Int
    /// The theme that was chosen last, or the one it began with.
    package let theme: String
}
