import Domain
import FoundationEssentials
import Terminal
import Testing

@testable import Dashboard

@Suite("Selection, order and filter")
struct SelectionTests {
    private func names(_ model: DashboardModel) -> [String] {
        model.stores.order.compactMap { model.stores[$0]?.store.name.description }
    }

    @Test("the cursor stays on its store when rows change places")
    func identity() {
        var model = Sample.model()
        model.hit(.end)
        #expect(model.target?.store == Sample.shop)
        model.hit(.character("S"))
        #expect(names(model) == ["bakery", "garden", "atelier", "shop"])
        #expect(model.target?.store == Sample.shop)
        model.hit(.character("A"))
        #expect(names(model) == ["atelier", "garden", "shop", "bakery"])
        model.hit(.character("A"))
        #expect(names(model) == ["bakery", "garden", "shop", "atelier"])
        #expect(model.target?.store == Sample.shop)
    }

    @Test("a store that vanishes leaves the cursor on its neighbour")
    func vanished() {
        var model = Sample.model()
        model.hit(.down)
        model.send(.records(stores: [Sample.atelier, Sample.garden, Sample.shop], jobs: []))
        #expect(model.target?.store == Sample.garden)
        model.send(.records(stores: [Sample.atelier], jobs: []))
        #expect(model.target?.store == Sample.atelier)
        model.send(.records(stores: [], jobs: []))
        #expect(model.target == nil)
    }

    @Test(
        "a filter shows what matches, and after ! what doesn't",
        arguments: [
            ("shop", ["shop"]), ("!shop", ["atelier", "bakery", "garden"]), ("imagepull", ["bakery"]),
            ("WOO ready", ["bakery", "shop"]), ("medusa", ["garden"]), ("nothing", []),
            ("!", ["atelier", "bakery", "garden", "shop"]),
        ])
    func filter(text: String, expected: [String]) {
        var model = Sample.model()
        model.hit(.character("/"))
        model.type(text)
        #expect(names(model) == expected)
        model.hit(.enter, .escape)
        #expect(names(model).count == 4)
    }

    @Test("clearing a filter goes back to the store that was selected")
    func anchor() {
        var model = Sample.model()
        model.hit(.character("/"))
        model.type("shop")
        #expect(model.target?.store == Sample.shop)
        model.hit(.escape)
        #expect(model.target?.store == Sample.atelier)
    }

    @Test("the filter follows what the cluster shows")
    func liveFilter() {
        var model = Sample.model()
        model.hit(.character("/"))
        model.type("degraded")
        model.hit(.enter)
        #expect(names(model) == ["bakery"])
        model.send(.cluster(.observed(["store-bakery": Sample.observation(Sample.bakery)])))
        #expect(names(model).isEmpty)
    }

    @Test("a change of one store among 1,000 works out one row")
    func work() {
        var model = DashboardModel(
            settings: Sample.settings(), now: Sample.now, size: Size(width: 120, height: 40))
        let stores = (1...1_000).map { Sample.store($0, "store-\(10_000 + $0)") }
        var seen: [String: StoreObservation?] = [:]
        for store in stores { seen[store.namespace] = Sample.observation(store) }
        model.send(.opened(Sample.settings()), .records(stores: stores, jobs: []), .cluster(.observed(seen)))
        model.hit(.character("S"), .character("/"))
        model.type("store-1")
        let before = model.stores.rowsMade
        model.send(
            .cluster(.observed([stores[500].namespace: Sample.observation(stores[500], ready: false)])))
        #expect(model.stores.rowsMade == before + 1)
        #expect(model.stores.order.first == stores[500].id)
        model.send(.records(stores: stores, jobs: []))
        #expect(model.stores.rowsMade == before + 1)
        #expect(model.stores.order.count == 1_000)
        let generation = model.stores.generation
        model.send(.tick(Sample.now.addingTimeInterval(60)), .cluster(.connection(.live)))
        model.hit(.down, .pageDown)
        #expect(model.stores.generation == generation)
    }

    @Test("nothing ticks while only days pass, and each second while a job runs")
    func clock() {
        var model = DashboardModel(settings: Sample.settings(), now: Sample.now)
        #expect(model.nextTick == nil)
        model.send(.opened(Sample.settings()), .cluster(.connection(.live)))
        model.send(.records(stores: [Sample.bakery], jobs: []))
        let idle = model.nextTick.map { $0.timeIntervalSince(Sample.now) } ?? 0
        #expect(idle > 60 * 60)
        model.send(.records(stores: [Sample.bakery], jobs: [Sample.job(1, Sample.bakery)]))
        #expect(model.nextTick == Sample.now.addingTimeInterval(1))
    }

    @Test("what went well is told for a while, what failed until a key is pressed")
    func notices() {
        var model = DashboardModel(settings: Sample.settings(), now: Sample.now)
        model.send(.opened(Sample.settings()), .notice(Notice(.success, "done")))
        #expect(model.nextTick == Sample.now.addingTimeInterval(10))
        model.send(.tick(Sample.now.addingTimeInterval(9)))
        #expect(model.notice?.text == "done")
        model.send(.tick(Sample.now.addingTimeInterval(10)))
        #expect(model.notice == nil)
        model.send(.notice(Notice(.failure, "failed")), .tick(Sample.now.addingTimeInterval(600)))
        #expect(model.notice?.text == "failed")
        #expect(model.nextTick == nil)
        model.hit(.down)
        #expect(model.notice == nil)
    }

    @Test("the events of the store in view are watched, and only those")
    func events() {
        var model = Sample.model()
        #expect(model.hit(.down) == [.watchEvents(namespace: "store-bakery")])
        #expect(model.hit(.character("e")) == [])
        #expect(model.hit(.escape, .up) == [.watchEvents(namespace: "store-atelier")])
    }

    @Test("in an open store the cursor goes from pod to pod, and its log is that pod's")
    func pods() {
        var model = Sample.model(100, 30)
        model.hit(.end, .enter)
        #expect(model.targetPod == nil)
        model.hit(.character("j"))
        #expect(model.targetPod?.name == "shop-web-7c9f")
        model.hit(.character("j"), .character("j"))
        #expect(model.targetPod?.name == "shop-mysql-0")
        guard case .readLog(let query?)? = model.hit(.enter).last else { return #expect(Bool(false)) }
        #expect(query.request.pod == "shop-mysql-0")
        model.hit(.escape, .character("k"))
        #expect(model.targetPod?.name == "shop-web-7c9f")
        model.send(.cluster(.observed(["store-shop": Sample.observation(Sample.shop, pods: [])])))
        #expect(model.targetPod == nil)
        model.hit(.escape)
        #expect(model.targetPod == nil)
    }

    @Test(
        "where the document is longer than the screen, the cursor scrolls on past the last pod and comes back"
    )
    func podsThatScroll() {
        var model = Sample.model(60, 15)
        model.hit(.end, .enter)
        for _ in 0..<40 { model.hit(.character("j")) }
        #expect(model.screen().text.contains("data-shop-mysql-0"))
        for _ in 0..<40 { model.hit(.character("k")) }
        #expect(model.screen().text.contains("● ready"))
        #expect(model.targetPod?.name == "shop-web-7c9f")
    }

    @Test("a click selects, a double click opens, the key bar can be clicked")
    func mouse() {
        var model = Sample.model()
        let row = Point(x: 5, y: 6)
        model.send(.terminal(.mouse(MouseEvent(point: row, kind: .press))))
        #expect(model.target?.store == Sample.shop)
        model.send(.terminal(.mouse(MouseEvent(point: row, kind: .double))))
        #expect(model.screen == .store(Sample.shop.id))
        model.hit(.escape)
        let line = model.screen().text.split(separator: "\n").last ?? ""
        let x = line.count - 2
        #expect(model.send(.terminal(.mouse(MouseEvent(point: Point(x: x, y: 39), kind: .press)))) == [.quit])
    }
}
