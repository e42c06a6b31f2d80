import Domain
import Terminal
import Testing

@testable import Dashboard

@Suite("What the cluster says at length")
struct InspectionTests {
    private func text(_ model: DashboardModel) -> String { model.screen().text }

    @Test("d asks for the store's objects and shows their conditions, reasons and events")
    func describes() {
        var model = Sample.model()
        model.hit(.end)
        #expect(model.hit(.character("d")) == [.inspect(Sample.shop, .description, pod: nil)])
        #expect(text(model).contains("asking the cluster"))
        let event = ClusterEvent(
            id: "e", isWarning: true, reason: "BackOff", object: "Pod/shop-web",
            message: "Back-off restarting", count: 3, lastSeen: Sample.now)
        model.send(.cluster(.events(namespace: "store-shop", [event])))
        model.send(.inspection(Sample.bakery.id, .failure(Refusal("of another"))))
        model.send(.inspection(Sample.shop.id, .success(.described(Sample.descriptions))))
        #expect(text(model).contains("Description of shop"))
        #expect(text(model).contains("Pod/shop-web-7c9f"))
        #expect(text(model).contains("False, ContainersNotReady, containers with unready status: [web]"))
        #expect(text(model).contains("Back-off restarting (3 times)"))
        model.hit(.escape)
        #expect(model.dialog == nil)
    }

    @Test("what changes is asked for again, once at a time")
    func refreshes() {
        var model = Sample.model()
        model.hit(.end, .character("d"))
        let change = DashboardEvent.cluster(
            .observed(["store-shop": Sample.observation(Sample.shop, ready: false)]))
        let other = DashboardEvent.cluster(
            .observed(["store-shop": Sample.observation(Sample.shop)]))
        #expect(model.send(change, other) == [])
        let answer = DashboardEvent.inspection(Sample.shop.id, .success(.described(Sample.descriptions)))
        #expect(model.send(answer) == [.inspect(Sample.shop, .description, pod: nil)])
        #expect(model.send(answer) == [])
        #expect(model.send(change) == [.inspect(Sample.shop, .description, pod: nil)])
    }

    @Test("y shows YAML that scrolls; an answer to the other question isn't taken for it")
    func yaml() {
        var model = Sample.model(80, 24)
        model.hit(.end)
        #expect(model.hit(.character("y")) == [.inspect(Sample.shop, .yaml, pod: nil)])
        model.send(.inspection(Sample.shop.id, .success(.described(Sample.descriptions))))
        #expect(text(model).contains("asking the cluster"))
        let lines = (0..<100).map { "key\($0): value" }
        model.send(.inspection(Sample.shop.id, .success(.text(["kind: Pod"] + lines))))
        #expect(text(model).contains("kind: Pod"))
        model.hit(.end)
        #expect(text(model).contains("key99: value"))
        model.hit(.home, .character("/"))
        model.type("KEY7")
        model.hit(.enter, .character("n"), .character("n"))
        #expect(text(model).contains("key71: value"))
        #expect(model.screen().styledText.contains("/match"))
        model.type("NNN")
        #expect(model.notice?.text == "no other “KEY7” above")
        model.hit(.escape)
        #expect(model.dialog != nil)
        #expect(!model.screen().styledText.contains("/match"))
        model.send(.inspection(Sample.shop.id, .failure(Refusal("forbidden"))))
        model.hit(.home)
        #expect(text(model).contains("forbidden"))
    }

    @Test("of a chosen pod that pod is shown, and no other object's events")
    func pod() {
        var model = Sample.model()
        model.hit(.end, .enter, .character("j"))
        let effects = model.hit(.character("d"))
        #expect(effects == [.inspect(Sample.shop, .description, pod: "shop-web-7c9f")])
        let events = ["shop-web-7c9f", "shop-mysql-0"].map { name in
            ClusterEvent(
                id: name, isWarning: false, reason: "Pulled", object: "Pod/\(name)",
                message: "image of \(name)", count: 1, lastSeen: Sample.now)
        }
        model.send(.cluster(.events(namespace: "store-shop", events)))
        model.send(.inspection(Sample.shop.id, .success(.described([Sample.descriptions[1]]))))
        #expect(text(model).contains("Description of shop-web-7c9f"))
        #expect(text(model).contains("image of shop-web-7c9f"))
        #expect(!text(model).contains("image of shop-mysql-0"))
        #expect(!text(model).contains("Store/shop"))
        model.hit(.escape)
        #expect(model.hit(.character("y")) == [.inspect(Sample.shop, .yaml, pod: "shop-web-7c9f")])
    }

    @Test("Y copies the shop's address")
    func copies() {
        var model = Sample.model()
        model.hit(.end)
        #expect(model.hit(.character("Y")) == [.copy("http://shop.localhost/shop/")])
    }

    @Test("nothing is asked of a cluster that isn't there yet", arguments: ["d", "y", "l"])
    func unopened(key: Character) {
        var model = DashboardModel(settings: Sample.settings(), now: Sample.now)
        #expect(model.hit(.character(key)).isEmpty)
        #expect(model.dialog == nil)
    }
}
