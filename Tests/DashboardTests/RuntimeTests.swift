import Domain
import FoundationEssentials
import Synchronization
import Terminal
import Testing

@testable import Dashboard

@Suite("Between the screen and the ports")
struct RuntimeTests {
    private func client(_ mailbox: Mailbox, _ router: EffectRouter) -> DashboardClient {
        let model = DashboardModel(settings: Sample.settings(), now: Sample.now)
        return DashboardClient(model: model, mailbox: mailbox, router: router, clock: { Sample.now })
    }

    @Test("the first frame waits for nothing")
    func firstFrame() {
        var client = client(Mailbox(waker: TerminalWaker()), EffectRouter())
        let canvas = client.render(size: Size(width: 80, height: 24), glyphs: .unicode)
        #expect(canvas?.text.contains("opening") == true)
        #expect(client.wakeAfter == nil)
    }

    @Test("an accepted action is on disk before it's called queued, and then has a worker")
    func submits() async throws {
        let backend = FakeBackend()
        let opened = OpenedBackend()
        opened.set(backend)
        let mailbox = Mailbox(waker: TerminalWaker())
        let router = EffectRouter()
        var client = client(mailbox, router)
        mailbox.post(.opened(backend.settings))
        _ = client.handle(
            ["c", "o", "x"].map { .key(.character($0)) } + [.key(.character("y")), .key(.enter)])
        router.finish()
        await Submitter(backend: opened, mailbox: mailbox).serve(router.writes)
        #expect(
            backend.log.withLock { $0 } == [
                "prepare worker", "spec oxy", "enqueue oxy in store-oxy, 10 at most", "worker",
            ])
        _ = client.handle([])
        #expect(client.model.notice?.text == "queued: create oxy")
    }

    @Test("a refusal comes back, and a missing worker is told")
    func refuses() async throws {
        for (refuses, told) in [(true, "10 stores exist"), (false, "no worker could be started")] {
            let backend = FakeBackend(refuses: refuses, hasNoWorker: true)
            let opened = OpenedBackend()
            opened.set(backend)
            let mailbox = Mailbox(waker: TerminalWaker())
            let router = EffectRouter()
            var client = client(mailbox, router)
            let draft = StoreDraft(name: try StoreName("oxy"), engine: .woocommerce, size: .small)
            router.send(.create(draft, Ticket(1)))
            router.finish()
            await Submitter(backend: opened, mailbox: mailbox).serve(router.writes)
            _ = client.handle([])
            #expect(client.model.notice?.text.contains(told) == true)
            #expect(backend.log.withLock { $0.contains("worker") } == !refuses)
        }
    }

    @Test(
        "an upgrade, a cancel and another try are on disk before they're told; previews and history are read")
    func controls() async throws {
        let backend = FakeBackend()
        let opened = OpenedBackend()
        opened.set(backend)
        let mailbox = Mailbox(waker: TerminalWaker())
        let router = EffectRouter()
        let draft = UpgradeDraft(store: Sample.shop, size: .large, setting: ["a=1"], unsetting: [])
        router.send(.upgrade(draft, Ticket(1)))
        router.send(.cancelJob(JobID(Sample.id(1).uuid), Ticket(2)))
        router.send(.retryJob(JobID(Sample.id(1).uuid), Ticket(3)))
        router.send(.adopt)
        router.send(.previewUpgrade(draft, Ticket(4)))
        router.finish()
        await Submitter(backend: opened, mailbox: mailbox).serve(router.writes)
        let log = Set(backend.log.withLock { $0 })
        #expect(
            log == [
                "prepare worker", "spec of shop, large, [\"a=1\"], []", "enqueue upgrade to large",
                "cancel for ada@vps", "retry for ada@vps", "worker",
            ])
        let feed = BackendFeed(backend: backend, mailbox: mailbox)
        await feed.plans(of: router.plans)
        await feed.answer(.loadRevisions(Sample.shop))
        await feed.answer(.loadDifference(Sample.shop, HistoryPanel.Pair(older: 1, newer: 2)))
        await feed.answer(.inspect(Sample.shop, .description, pod: nil))
        await feed.answer(.inspect(Sample.shop, .yaml, pod: "web"))
        let events = mailbox.take()
        let inspections = events.compactMap { event in
            if case .inspection(Sample.shop.id, .success(let content)) = event { content } else { nil }
        }
        #expect(inspections == [.described(Sample.descriptions), .text(["kind: Pod", "name: web"])])
        #expect(events.contains { if case .upgradePlan(Ticket(4), .success) = $0 { true } else { false } })
        #expect(events.contains { if case .revisions(_, .success) = $0 { true } else { false } })
        #expect(events.contains { if case .difference(_, _, .failure) = $0 { true } else { false } })
        #expect(
            events.contains {
                if case .notice(let told) = $0 { told.text == "taken in: bakery" } else { false }
            })
    }

    @Test("what couldn't be opened is told and opened again when the user asks")
    func reopens() async throws {
        let attempts = Atomic(0)
        let mailbox = Mailbox(waker: TerminalWaker())
        let router = EffectRouter()
        let opened = OpenedBackend()
        var client = client(mailbox, router)
        let session = DashboardSession(
            settings: Sample.settings(), options: TerminalOptions(), themes: ThemeLibrary(folders: [])
        ) {
            if attempts.add(1, ordering: .relaxed).oldValue == 0 { throw Refusal("the database is locked") }
            return FakeBackend()
        }
        router.send(.loadLog(JobID(Sample.id(1).uuid)))
        router.send(.retryConnection)
        router.finish()
        await session.serve(router, opened, mailbox)
        let events = mailbox.take()
        guard case .openingFailed(let told)? = events.first else { return #expect(Bool(false)) }
        #expect(told == "the database is locked")
        #expect(events.contains { if case .opened = $0 { true } else { false } })
        #expect(opened.value != nil)
        for event in events { mailbox.post(event) }
        _ = client.handle([])
        #expect(client.model.opening == .open)
    }

    @Test("a dashboard that may change nothing starts no worker", arguments: [true, false])
    func readOnly(_ isReadOnly: Bool) async throws {
        let backend = FakeBackend(isReadOnly: isReadOnly, isBusy: true)
        let mailbox = Mailbox(waker: TerminalWaker())
        let router = EffectRouter()
        let session = DashboardSession(
            settings: backend.settings, options: TerminalOptions(), themes: ThemeLibrary(folders: [])
        ) { backend }
        async let served: Void = session.serve(router, OpenedBackend(), mailbox)
        var events: [DashboardEvent] = []
        let awaited = isReadOnly ? "jobs" : "worker"
        while !backend.log.withLock({ $0.contains(awaited) }) { await Task.yield() }
        router.finish()
        await served
        events += mailbox.take()
        #expect(backend.log.withLock { $0.contains("worker") } == !isReadOnly)
        #expect(events.contains { if case .notice(let told) = $0 { told.text == "opened" } else { false } })
    }

    @Test("records and the cluster reach the model")
    func feeds() async throws {
        let backend = FakeBackend()
        let mailbox = Mailbox(waker: TerminalWaker())
        var client = client(mailbox, EffectRouter())
        let feed = BackendFeed(backend: backend, mailbox: mailbox)
        await feed.records()
        await feed.cluster()
        await feed.answer(.loadLog(JobID(Sample.id(1).uuid)))
        _ = client.handle([])
        #expect(client.model.stores.count == 4)
        #expect(client.model.connection == .live)
    }
}

/// Ports that write down what they're asked.
final class FakeBackend: DashboardBackend, StoreRepository, JobQueue, ClusterView, CredentialsReader,
    ReleaseReader, StoreInspector, WorkerLauncher
{
    let settings: DashboardSettings
    func notices() -> AsyncStream<Notice> {
        AsyncStream { continuation in
            continuation.yield(Notice(.info, "opened"))
            continuation.finish()
        }
    }
    let log = Mutex<[String]>([])
    private let refuses: Bool
    private let hasNoWorker: Bool
    private let isBusy: Bool

    init(
        refuses: Bool = false, hasNoWorker: Bool = false, isReadOnly: Bool = false, isBusy: Bool = false
    ) {
        settings = Sample.settings(readOnly: isReadOnly)
        self.isBusy = isBusy
        self.refuses = refuses
        self.hasNoWorker = hasNoWorker
    }

    var stores: any StoreRepository { self }
    var queue: any JobQueue { self }
    var cluster: any ClusterView { self }
    var releases: any ReleaseReader { self }
    var credentials: any CredentialsReader { self }
    let logs: any LogReader = FakeLog()
    var inspector: any StoreInspector { self }
    var workers: any WorkerLauncher { self }
    func prepareWorker(cluster: String) { note("prepare worker") }

    private func note(_ line: String) { log.withLock { $0.append(line) } }

    func spec(for draft: StoreDraft) async throws -> StoreSpec {
        note("spec \(draft.name)")
        return StoreSpec(engine: draft.engine, size: draft.size, hosts: [], chartDigest: "", chartVersion: "")
    }

    func spec(for draft: UpgradeDraft) async throws -> StoreSpec {
        note("spec of \(draft.store.name), \(draft.size.rawValue), \(draft.setting), \(draft.unsetting)")
        var spec = draft.store.spec
        spec.size = draft.size
        return spec
    }

    func adopt() async throws -> [Store] { [Sample.bakery] }
    func revisions(of store: Store) async throws -> [ReleaseRevision] { Sample.revisions }
    func preview(of store: Store, upgradedTo spec: StoreSpec) async throws -> UpgradePreview { Sample.change }
    func difference(of store: Store, from older: Int, to newer: Int) async throws -> UpgradePreview {
        throw Refusal("revision \(older) is gone")
    }

    func descriptions(of store: Store, pod: String?) async throws -> [ObjectDescription] {
        Sample.descriptions
    }
    func yaml(of store: Store, pod: String?) async throws -> String {
        pod.map { "kind: Pod\nname: \($0)" } ?? "kind: Store"
    }

    func enqueue(_ request: JobRequest) async throws -> Job {
        if refuses { throw DomainError.limitReached(10) }
        if case .upgrade(_, let spec) = request.action { note("enqueue upgrade to \(spec.size.rawValue)") }
        guard case .create(let name, let namespace, _, let limit) = request.action else {
            return Sample.job(1, Sample.shop, .delete, state: .queued)
        }
        note("enqueue \(name) in \(namespace), \(limit ?? 0) at most")
        return Sample.job(1, Sample.store(9, name.description), state: .queued)
    }

    func cancel(_ id: JobID, requestedBy: String) async throws -> Job {
        note("cancel for \(requestedBy)")
        if refuses { throw DomainError.notActive(id, state: .succeeded) }
        return Sample.job(1, Sample.shop, .upgrade, state: .running)
    }

    func retry(_ id: JobID, requestedBy: String) async throws -> Job {
        note("retry for \(requestedBy)")
        if refuses { throw DomainError.notRetryable(id, state: .succeeded) }
        return Sample.job(1, Sample.shop, .upgrade, state: .queued)
    }

    func ensureWorker(cluster: String) async throws {
        note("worker")
        if hasNoWorker { throw Refusal("fork failed") }
    }

    func stores(cluster: String) async throws -> [Store] { Sample.stores }
    func store(named name: String, cluster: String) async throws -> Store? { nil }
    func store(_ id: StoreID) async throws -> Store? { nil }
    func adopt(_ stores: [Store], requestedBy actor: String) async throws -> [Store] { [] }
    func changes() -> AsyncStream<Void> { AsyncStream([()]) }
    func claim(cluster: String) async throws -> (any JobLease)? { nil }
    func nextRunAt(cluster: String) async throws -> Date? { nil }
    func jobs(cluster: String, store: StoreID?, limit: Int) async throws -> [Job] {
        if isBusy { note("jobs") }
        return isBusy ? [Sample.job(1, Sample.shop)] : []
    }
    func job(_ id: JobID) async throws -> Job? { nil }
    func job(prefix: String) async throws -> Job? { nil }
    func log(of job: JobID, lines: Int) async throws -> [String] { ["a line"] }
    func updates() -> AsyncStream<ClusterUpdate> { AsyncStream([.connection(.live)]) }
    func watchEvents(namespace: String?) async { note("watch \(namespace ?? "nothing")") }
    func retryNow() async { note("retry") }
    func credentials(of store: Store) async throws -> [Credential] { [] }
}

extension AsyncStream {
    fileprivate init(_ elements: [Element]) where Element: Sendable {
        self.init { continuation in
            for element in elements { continuation.yield(element) }
            continuation.finish()
        }
    }
}
