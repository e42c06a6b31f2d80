import Domain
import FoundationEssentials
import Terminal
import Testing

@testable import Dashboard

@Suite("Creating, deleting and what is refused")
struct ActionTests {
    private func drafted(_ effects: [Effect]) -> (StoreDraft, Ticket)? {
        for case .create(let draft, let ticket) in effects { return (draft, ticket) }
        return nil
    }

    private func enqueued(_ effects: [Effect]) -> (JobRequest, Ticket)? {
        for case .enqueue(let request, let ticket) in effects { return (request, ticket) }
        return nil
    }

    @Test("c, a name and Enter queue a store; the form stays until the disk has it")
    func create() throws {
        var model = Sample.model()
        model.hit(.character("c"))
        model.type("q2-shop")
        let (draft, ticket) = try #require(drafted(model.hit(.enter)))
        #expect(draft == StoreDraft(name: try StoreName("q2-shop"), engine: .woocommerce, size: .small))
        #expect(model.hit(.enter).isEmpty)
        #expect(model.screen().text.contains("writing it to disk"))
        model.send(.enqueued(Ticket(99), .failure(Refusal("of another"))))
        #expect(model.dialog != nil)
        let made = Sample.store(7, "q2-shop", phase: .queued)
        model.send(.enqueued(ticket, .success(Sample.job(77, made, state: .queued))))
        #expect(model.dialog == nil)
        #expect(model.notice?.text == "queued: create q2-shop")
        model.send(.records(stores: Sample.stores + [made], jobs: []))
        #expect(model.target?.store == made)
    }

    @Test("records that show the job close the form even before its own answer comes, so that no key is lost")
    func recordedFirst() throws {
        var model = Sample.model()
        model.hit(.character("c"))
        model.type("q2-shop")
        let (_, ticket) = try #require(drafted(model.hit(.enter)))
        let made = Sample.store(7, "q2-shop", phase: .queued)
        let job = Sample.job(77, made, state: .queued)
        model.send(.records(stores: Sample.stores + [made], jobs: [job]))
        #expect(model.dialog == nil)
        model.send(.enqueued(ticket, .success(job)))
        #expect(model.target?.store == made)
    }

    @Test("a refusal is shown in the form, which can be mended")
    func refused() throws {
        var model = Sample.model()
        model.hit(.character("c"))
        model.type("late")
        let (_, ticket) = try #require(drafted(model.hit(.enter)))
        model.send(.enqueued(ticket, .failure(Refusal("10 stores exist, which is the limit"))))
        #expect(model.screen().text.contains("10 stores exist, which is the limit"))
        model.type("r")
        #expect(!model.screen().text.contains("which is the limit"))
        #expect(drafted(model.hit(.enter))?.0.name.description == "later")
    }

    @Test(
        "a bad or taken name is told as it's typed and queues nothing",
        arguments: [
            ("", "a name is needed"), ("a", "at least 2 characters"), ("Shop", "capital S at position 1"),
            ("a b", "a space at position 2"), ("shop", "a store named shop exists already"),
            ("-x", "start with -"),
            (String(repeating: "a", count: 51), "at most 50 characters; this has 51"),
        ])
    func names(name: String, told: String) {
        var model = Sample.model()
        model.hit(.character("c"))
        model.send(.terminal(.paste(name)))
        #expect(model.hit(.enter).isEmpty)
        #expect(model.screen().text.contains(told))
        #expect(model.dialog != nil)
    }

    @Test("a name of 50 characters is taken")
    func longest() {
        var model = Sample.model()
        model.hit(.character("c"))
        model.type(String(repeating: "a", count: 50))
        #expect(drafted(model.hit(.enter)) != nil)
    }

    @Test("an engine without a chart can't be chosen")
    func engines() {
        var model = Sample.model()
        model.hit(.character("c"), .tab, .right, .tab, .right)
        guard case .create(let form) = model.dialog else { return #expect(Bool(false)) }
        #expect(form.engine == .woocommerce)
        #expect(form.size == .medium)
    }

    @Test("nothing is deleted until the name is typed in full")
    func deletion() throws {
        var model = Sample.model()
        model.hit(.end, .control("d"))
        model.type("sho")
        #expect(model.hit(.enter).isEmpty)
        #expect(model.dialog != nil)
        model.hit(.tab)
        model.type("p")
        let (request, ticket) = try #require(enqueued(model.hit(.enter)))
        #expect(request.action == .delete(Sample.shop.id, keepsData: true))
        #expect(request.requestedBy == "ada@vps")
        model.send(.enqueued(ticket, .failure(Refusal("shop is busy"))))
        #expect(model.screen().text.contains("shop is busy"))
        model.hit(.escape)
        #expect(model.dialog == nil)
    }

    @Test("Enter on an empty name cancels")
    func cancels() {
        var model = Sample.model()
        #expect(model.hit(.control("d"), .enter).isEmpty)
        #expect(model.dialog == nil)
    }

    /// Rows are reordered, renewed, filtered and removed at random between the key and the confirmation.
    @Test("whatever happens meanwhile, the store that was asked about is deleted", arguments: 0..<40)
    func frozenTarget(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var stores = (1...12).map { Sample.store($0, "shop-\(10 + $0)") }
        var model = DashboardModel(
            settings: Sample.settings(), now: Sample.now, size: Size(width: 90, height: 30))
        model.send(.opened(Sample.settings()), .records(stores: stores, jobs: []))
        for _ in 0..<Int.random(in: 0..<12, using: &random) { model.hit(.down) }
        let target = try #require(model.target)
        model.hit(.control("d"))
        for character in target.store.name.description {
            switch Int.random(in: 0..<6, using: &random) {
            case 0: stores.shuffle(using: &random)
            case 1: stores.removeAll { _ in Int.random(in: 0..<6, using: &random) == 0 }
            case 2:
                stores.append(
                    Sample.store(Int.random(in: 100..<9_999, using: &random), "a-\(stores.count)-\(seed)"))
            case 3:
                let store = Sample.store(
                    Int.random(in: 20_000..<30_000, using: &random), target.store.name.description)
                stores = stores.filter { $0.name != store.name } + [store]
            case 4: model.stores.sort(by: [.name, .status, .age].randomElement(using: &random) ?? .age)
            default:
                model.send(
                    .cluster(.observed(["store-shop-11": Sample.observation(stores.first ?? Sample.shop)])))
            }
            model.send(.records(stores: stores, jobs: []))
            model.hit(.character(character))
        }
        let (request, _) = try #require(enqueued(model.hit(.enter)))
        #expect(request.action == .delete(target.id, keepsData: false))
    }

    @Test("read-only and unopened dashboards change nothing and say why")
    func readOnly() {
        var model = Sample.model(settings: Sample.settings(readOnly: true))
        #expect(model.hit(.character("c"), .control("d")).isEmpty)
        #expect(model.dialog == nil)
        #expect(model.notice?.text == "delete: urumi was started read-only")
        var fresh = DashboardModel(settings: Sample.settings(), now: Sample.now)
        fresh.hit(.character("c"))
        #expect(fresh.notice?.text == "create: urumi is still opening its records")
        fresh.send(.openingFailed("the database is locked"))
        #expect(fresh.hit(.character("r")) == [.retryConnection])
    }

    @Test("credentials are read when asked for, copied, and forgotten when hidden")
    func credentials() {
        var model = Sample.model()
        #expect(model.hit(.end, .character("x")).last == .loadCredentials(Sample.shop))
        #expect(!model.screen().text.contains("hunter2"))
        let secret = Credential(
            title: "Admin password", key: "p", value: SecretText("hunter2"), isSecret: true)
        model.send(.credentials(Sample.bakery.id, .success([secret])))
        #expect(!model.screen().text.contains("hunter2"))
        model.send(.credentials(Sample.shop.id, .success([secret])))
        #expect(model.screen().text.contains("hunter2"))
        #expect(model.hit(.character("y")) == [.copy("hunter2")])
        model.hit(.character("v"))
        #expect(!model.screen().text.contains("hunter2"))
        model.hit(.character("x"))
        #expect(model.dialog == nil)
    }

    @Test("archived stores don't count towards the limit")
    func archived() {
        var settings = Sample.settings()
        settings.maxStores = 2
        var model = DashboardModel(
            settings: settings, now: Sample.now, size: Size(width: 120, height: 40))
        let kept = Sample.store(6, "kept", phase: .archived)
        model.send(.opened(settings), .records(stores: [Sample.shop, kept], jobs: []))
        #expect(model.limitProblem == nil)
        #expect(model.screen().text.contains("1 of 2 stores"))
        #expect(model.screen().text.contains("1 archived"))
        model.hit(.character("c"))
        #expect(model.screen().text.contains("1 of 2 stores"))
        model.hit(.escape)
        model.send(.records(stores: [Sample.shop, Sample.bakery, kept], jobs: []))
        #expect(model.limitProblem == "2 of 2 stores exist; delete one, or raise MAX_STORES")
        model.send(.records(stores: [Sample.shop], jobs: []))
        #expect(model.stores.countedCount == 1)
    }

    @Test("the preview of a new store tells the quota of its own engine")
    func quotaPreview() {
        var settings = Sample.settings()
        settings.engines = [EngineOffer(.woocommerce), EngineOffer(.medusa)]
        var model = Sample.model(settings: settings)
        model.hit(.character("c"))
        #expect(model.screen().text.contains("10Gi storage"))
        model.hit(.tab, .right)
        #expect(model.screen().text.contains("12Gi storage"))
        #expect(!model.screen().text.contains("10Gi storage"))
    }

    @Test("a job that ends is told, with its reason when it failed")
    func ended() {
        var model = Sample.model()
        var job = Sample.job(10, Sample.atelier, state: .failed, began: 400)
        job.failure = JobFailure(
            reason: "ImagePullBackOff", message: "the image can't be pulled", isPermanent: true)
        model.send(.records(stores: Sample.stores, jobs: [job]))
        #expect(model.notice == Notice(.failure, "create atelier failed: the image can't be pulled"))
        model.hit(.down)
        #expect(model.notice == nil)
    }
}

/// A generator that gives the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
