import Domain
import Terminal
import Testing

@testable import Dashboard

@Suite("Upgrading, going back, cancelling and trying again")
struct UpgradeTests {
    private func asked(_ effects: [Effect]) -> (UpgradeDraft, Ticket)? {
        for case .previewUpgrade(let draft, let ticket) in effects { return (draft, ticket) }
        return nil
    }

    private func upgraded(_ effects: [Effect]) -> (UpgradeDraft, Ticket)? {
        for case .upgrade(let draft, let ticket) in effects { return (draft, ticket) }
        return nil
    }

    private func plan(_ size: StoreSize) -> UpgradePlan {
        var spec = Sample.shop.spec
        spec.size = size
        let wishes = SpecDifference(from: Sample.shop.spec, to: spec)
        return UpgradePlan(
            wishes: wishes,
            preview: wishes.isEmpty
                ? UpgradePreview(objects: [], diff: "", schemaChanges: false) : Sample.change)
    }

    @Test("what an upgrade would change shows before it's queued, and only for what the form says now")
    func preview() throws {
        var model = Sample.model()
        let (first, early) = try #require(asked(model.hit(.end, .character("u"))))
        #expect(first == UpgradeDraft(store: Sample.shop, size: .small, setting: [], unsetting: []))
        let (second, late) = try #require(asked(model.hit(.right)))
        #expect(second.size == .medium)
        model.send(.upgradePlan(early, .success(plan(.small))))
        #expect(!model.screen().text.contains("nothing would change"))
        model.send(.upgradePlan(late, .success(plan(.medium))))
        #expect(model.screen().text.contains("size: small -> medium"))
        #expect(model.screen().text.contains("~ Deployment/shop-web"))
        #expect(model.screen().text.contains("+size: medium"))
        let (draft, ticket) = try #require(upgraded(model.hit(.enter)))
        #expect(draft == second)
        model.send(.enqueued(ticket, .failure(Refusal("shop is busy"))))
        #expect(model.screen().text.contains("shop is busy"))
        let again = try #require(upgraded(model.hit(.enter)))
        model.send(.enqueued(again.1, .success(Sample.job(70, Sample.shop, .upgrade, state: .queued))))
        #expect(model.dialog == nil)
        #expect(model.notice?.text == "queued: upgrade shop")
    }

    @Test("values are set by key=value and forgotten by -key; anything else queues nothing")
    func values() throws {
        var model = Sample.model()
        model.hit(.end, .character("u"), .tab)
        model.type("replicas")
        #expect(model.hit(.enter).isEmpty)
        #expect(model.screen().text.contains("“replicas”: write key=value"))
        let (draft, _) = try #require(asked(model.type("=2 -cache.size").suffix(1).map { $0 }))
        #expect(draft.setting == ["replicas=2"])
        #expect(draft.unsetting == ["cache.size"])
    }

    @Test("an upgrade that would change nothing takes a second Enter")
    func nothing() throws {
        var model = Sample.model()
        let (_, ticket) = try #require(asked(model.hit(.end, .character("u"))))
        model.send(.upgradePlan(ticket, .success(plan(.small))))
        #expect(model.hit(.enter).isEmpty)
        #expect(model.screen().text.contains("Enter upgrades it all the same"))
        #expect(upgraded(model.hit(.enter)) != nil)
    }

    @Test("a store that's busy or archived can't be upgraded")
    func busy() {
        var model = Sample.model()
        model.hit(.character("u"))
        #expect(model.notice?.text == "upgrade: atelier is busy: its create is under way")
    }

    @Test("the history shows what each revision changed; Enter asks, and only then the very store goes back")
    func history() throws {
        var model = Sample.model()
        #expect(model.hit(.end, .character("H")).contains(.loadRevisions(Sample.shop)))
        let pair = HistoryPanel.Pair(older: 2, newer: 3)
        let loading = model.send(.revisions(Sample.shop.id, .success(Sample.revisions)))
        #expect(loading == [.loadDifference(Sample.shop, pair)])
        model.send(.difference(Sample.shop.id, pair, .success(Sample.change)))
        #expect(model.screen().text.contains("What revision 3 changed"))
        #expect(model.screen().text.contains("+size: medium"))
        model.hit(.enter)
        #expect(model.notice?.text == "go back to it: revision 3 is in force")
        model.hit(.down, .enter)
        #expect(model.notice?.text == "go back to it: revision 2 is failed")
        #expect(
            model.hit(.down, .tab) == [.loadDifference(Sample.shop, HistoryPanel.Pair(older: 3, newer: 1))])
        model.hit(.enter)
        #expect(model.screen().text.contains("Go back to revision 1?"))
        model.hit(.escape)
        #expect(model.screen().text.contains("Releases of shop"))
        let effects = model.hit(.enter, .enter)
        guard case .enqueue(let request, let ticket)? = effects.first else { return #expect(Bool(false)) }
        #expect(request.action == .rollback(Sample.shop.id, revision: 1))
        model.send(.enqueued(ticket, .success(Sample.job(71, Sample.shop, .rollback, state: .queued))))
        #expect(model.dialog == nil)
    }

    @Test("going back over a change of the database's schema is warned of")
    func schema() {
        var model = Sample.model()
        model.hit(.end, .character("H"))
        model.send(.revisions(Sample.shop.id, .success(Sample.revisions)))
        model.hit(.end, .tab)
        var change = Sample.change
        change.schemaChanges = true
        model.send(.difference(Sample.shop.id, HistoryPanel.Pair(older: 3, newer: 1), .success(change)))
        model.hit(.enter)
        #expect(model.screen().text.contains("The database's schema may have changed since"))
    }

    @Test("a job is cancelled once that was confirmed, and says until its end that it's being undone")
    func cancels() throws {
        var model = Sample.model()
        model.hit(.control("k"))
        #expect(model.screen().text.contains("Cancel the create of atelier?"))
        model.hit(.escape)
        #expect(model.dialog == nil)
        let id = JobID(Sample.id(10).uuid)
        guard case .cancelJob(id, let ticket)? = model.hit(.control("k"), .enter).first else {
            return #expect(Bool(false))
        }
        var job = Sample.job(10, Sample.atelier)
        job.cancelRequestedBy = "ada@vps"
        model.send(.enqueued(ticket, .success(job)))
        #expect(model.dialog == nil)
        #expect(model.notice?.text.hasPrefix("being cancelled: create atelier") == true)
        #expect(model.screen().text.contains("being cancelled 12 s"))
        model.hit(.control("k"))
        #expect(model.notice?.text == "cancel job: the create of atelier is being cancelled")
    }

    @Test("a delete that has begun isn't cancelled; one that hasn't is")
    func deletes() {
        for (token, isRefused) in [(Int64(1), true), (0, false)] {
            var job = Sample.job(20, Sample.shop, .delete, state: .queued)
            job.token = token
            var model = Sample.model()
            model.send(.records(stores: Sample.stores, jobs: [job]))
            model.hit(.end, .control("k"))
            #expect((model.dialog == nil) == isRefused)
        }
    }

    @Test(
        "a failed job tells what can be done, and is tried again on its key; one that isn't the newest is not"
    )
    func retries() {
        var model = Sample.model()
        model.hit(.down, .down)
        #expect(model.target?.store == Sample.garden)
        #expect(model.screen().text.contains("tries it again, once its cause is mended"))
        let id = JobID(Sample.id(11).uuid)
        guard case .retryJob(id, _)? = model.hit(.character("R")).first else { return #expect(Bool(false)) }
        model.hit(.end, .character("R"))
        #expect(model.notice?.text == "try again: the create of shop hasn't failed")
    }

    @Test("read-only refuses all of it", arguments: ["u", "R", "a"])
    func readOnly(key: Character) {
        var model = Sample.model(settings: Sample.settings(readOnly: true))
        #expect(model.hit(.character(key)).isEmpty)
        #expect(model.dialog == nil)
        #expect(model.notice?.text.hasSuffix("urumi was started read-only") == true)
        model.hit(.control("k"))
        #expect(model.notice?.text == "cancel job: urumi was started read-only")
        model.hit(.end, .character("H"))
        model.send(.revisions(Sample.shop.id, .success(Sample.revisions)))
        model.hit(.end, .enter)
        #expect(model.notice?.text == "go back to it: urumi was started read-only")
    }

    @Test("what somebody else changed is told with its remedy, until a job has put it right")
    func drift() {
        var model = Sample.model()
        model.hit(.end)
        let strange = ReleaseSummary(revision: 2, state: .deployed)
        let ours = ReleaseSummary(revision: 1, state: .superseded)
        model.send(.cluster(.releases(namespace: "store-shop", [strange, ours])))
        #expect(model.screen().text.contains("changed from outside"))
        #expect(model.screen().text.contains("`urumi upgrade shop` applies what is wanted again"))
        var shop = Sample.shop
        shop.status.revision = 3
        model.send(.records(stores: [shop], jobs: []))
        #expect(!model.screen().text.contains("changed from outside"))
        model.send(.cluster(.observed(["store-shop": StoreObservation?.none])))
        #expect(model.screen().text.contains("namespace gone"))
    }

    @Test("stores that only the cluster has are told, and taken in on a key")
    func strangers() {
        var model = Sample.model()
        model.hit(.character("a"))
        #expect(model.notice?.text == "adopt: the cluster has no store that isn't recorded")
        let lost = Sample.store(50, "lost")
        model.send(.cluster(.observed(["store-lost": Sample.observation(lost)])))
        #expect(model.screen().text.contains("1 only in the cluster"))
        #expect(model.hit(.character("a")) == [.adopt])
        model.send(.records(stores: Sample.stores + [lost], jobs: []))
        #expect(!model.screen().text.contains("only in the cluster"))
    }
}
