import Domain
import FoundationEssentials
import Terminal
import Testing

@testable import Dashboard

@Suite("Screens")
struct ScreenTests {
    @Test(
        "the home screen fits every size",
        arguments: [(120, 40), (80, 24), (60, 15), (50, 15), (20, 5), (19, 5), (200, 12)])
    func home(width: Int, height: Int) throws {
        try expectGolden(Sample.model(width, height).screen().text, "home-\(width)x\(height)")
    }

    @Test("ASCII terminals get ASCII only")
    func ascii() throws {
        let text = Sample.model(80, 24).screen(.ascii).text
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try expectGolden(text, "home-ascii")
    }

    @Test("colours are told by roles")
    func colours() throws {
        try expectGolden(Sample.model(80, 24).screen().styledText, "home-styled")
    }

    @Test("a problem in wide characters keeps the frame straight")
    func wide() throws {
        var model = Sample.model(80, 24)
        model.hit(.down)
        #expect(model.target?.store == Sample.bakery)
        let canvas = model.screen()
        try expectGolden(canvas.text, "wide-characters")
        for y in 2..<7 { #expect(canvas[Point(x: 79, y: y)].map { "│┃┤".contains($0.text) } == true) }
    }

    @Test("forms, questions and panels", arguments: [(120, 40), (60, 15), (20, 5)])
    func dialogs(width: Int, height: Int) throws {
        let openers: [(String, (inout DashboardModel) -> Void)] = [
            (
                "create",
                {
                    $0.hit(.character("c"))
                    $0.type("Shop 2")
                }
            ),
            ("delete", { $0.hit(.end, .control("d")) }),
            (
                "upgrade",
                {
                    $0.hit(.end, .character("u"), .right)
                    var spec = Sample.shop.spec
                    spec.size = .medium
                    let wishes = SpecDifference(from: Sample.shop.spec, to: spec)
                    let plan = UpgradePlan(wishes: wishes, preview: Sample.change)
                    $0.send(.upgradePlan(Ticket($0.tickets), .success(plan)))
                }
            ),
            ("history", { openHistory(&$0) }),
            (
                "rollback",
                {
                    openHistory(&$0)
                    $0.hit(.end, .enter)
                }
            ),
            ("cancel", { $0.hit(.control("k")) }),
            ("help", { $0.hit(.character("?")) }),
            (
                "palette",
                {
                    $0.hit(.character(":"))
                    $0.type("sort")
                }
            ),
            ("themes", { $0.hit(.character("t")) }),
            (
                "credentials",
                {
                    $0.hit(.end, .character("x"))
                    let secret = Credential(
                        title: "Admin password", key: "password", value: SecretText("hunter2"), isSecret: true
                    )
                    $0.send(.credentials(Sample.shop.id, .success([secret])))
                }
            ),
        ]
        for (name, open) in openers {
            var model = Sample.model(width, height)
            open(&model)
            try expectGolden(model.screen().text, "\(name)-\(width)x\(height)")
        }
    }

    @Test("logs and descriptions", arguments: [(120, 40), (80, 24), (60, 15), (50, 15), (20, 5)])
    func long(width: Int, height: Int) throws {
        var model = Sample.model(width, height)
        openLog(&model)
        try expectGolden(model.screen().text, "log-\(width)x\(height)")
        model = Sample.model(width, height)
        openDescription(&model)
        try expectGolden(model.screen().text, "description-\(width)x\(height)")
        model = Sample.model(width, height)
        model.hit(.end, .character("y"))
        let yaml = ["name: shop", "hosts:", "- shop.localhost", "---", "kind: Pod", "  image: 'a: b'"]
        model.send(.inspection(Sample.shop.id, .success(.text(yaml))))
        try expectGolden(model.screen().text, "yaml-\(width)x\(height)")
    }

    @Test("logs and descriptions in colours, and in ASCII")
    func longLooks() throws {
        for (name, open) in [("log", openLog), ("description", openDescription)] {
            var model = Sample.model(80, 24)
            open(&model)
            try expectGolden(model.screen().styledText, "\(name)-styled")
            let text = model.screen(.ascii).text
            #expect(text.utf8.allSatisfy { $0 < 0x80 })
            try expectGolden(text, "\(name)-ascii")
        }
    }

    private func openLog(_ model: inout DashboardModel) {
        model.hit(.end, .character("l"))
        guard case .logs(let panel) = model.dialog else { return }
        var batch = LogBatch()
        for (second, pod, text) in [
            (0.0, "shop-mysql-0", "ready for connections, port: 3306"),
            (1, "shop-web-7c9f", "\u{1B}[33mwarning\u{1B}[0m: 店の名前 is long, 値段は高い, and the line is wrapped"),
            (
                2, "shop-web-7c9f",
                "10.1.2.3 - \"GET /cart HTTP/1.1\" 200 4096 \"Mozilla/5.0 (X11; Linux x86_64)\""
            ),
            (3, "shop-web-7c9f", "bell \u{7} and a clear \u{9B}2J screen"),
        ] {
            batch.lines.append(
                LogLine(pod: pod, time: Sample.now.addingTimeInterval(second), text: text))
        }
        model.send(.log(panel.query.ticket, batch))
        model.hit(.character("t"), .character("/"))
        model.type("get")
        model.hit(.enter)
    }

    private func openDescription(_ model: inout DashboardModel) {
        model.hit(.end, .character("d"))
        let event = ClusterEvent(
            id: "e", isWarning: true, reason: "BackOff", object: "Pod/shop-web",
            message: "Back-off restarting failed container web", count: 3, lastSeen: Sample.now)
        model.send(.cluster(.events(namespace: "store-shop", [event])))
        model.send(.inspection(Sample.shop.id, .success(.described(Sample.descriptions))))
    }

    private func openHistory(_ model: inout DashboardModel) {
        model.hit(.end, .character("H"))
        model.send(.revisions(Sample.shop.id, .success(Sample.revisions)))
        let pair = HistoryPanel.Pair(older: 2, newer: 3)
        model.send(.difference(Sample.shop.id, pair, .success(Sample.change)))
    }

    @Test("the release history in colours, and in ASCII")
    func historyLooks() throws {
        var model = Sample.model(80, 24)
        openHistory(&model)
        try expectGolden(model.screen().styledText, "history-styled")
        let text = model.screen(.ascii).text
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        try expectGolden(text, "history-ascii")
    }

    @Test("an open store and a job's output fill the screen")
    func opened() throws {
        var model = Sample.model(100, 30)
        model.hit(.end, .enter)
        let event = ClusterEvent(
            id: "e", isWarning: true, reason: "BackOff", object: "Pod/shop-web",
            message: "Back-off restarting",
            count: 3, lastSeen: Sample.now)
        model.send(.cluster(.events(namespace: "store-shop", [event])))
        try expectGolden(model.screen().text, "store")
        model.hit(.escape, .backTab, .enter)
        model.send(
            .jobLog(
                JobID(Sample.id(10).uuid), .success(["helm upgrade --install atelier", "STATUS: deployed"])))
        try expectGolden(model.screen().text, "job")
    }

    @Test("what is stale, unknown, empty or not there says so")
    func honesty() throws {
        var model = DashboardModel(
            settings: Sample.settings(demo: false), now: Sample.now, size: Size(width: 100, height: 20))
        #expect(model.screen().text.contains("Opening the records"))
        model.send(.opened(Sample.settings(demo: false)))
        model.send(.records(stores: [], jobs: []))
        #expect(model.screen().text.contains("Press c to create"))
        model.send(.cluster(.connection(.notConfigured(reason: "no kubeconfig was found"))))
        #expect(model.screen().text.contains("urumi --demo"))
        model.send(.records(stores: [Sample.shop], jobs: []))
        #expect(model.screen().text.contains("○ unknown"))
        #expect(!model.screen().text.contains("DEMO"))
        model.send(.cluster(.observed([Sample.shop.namespace: Sample.observation(Sample.shop)])))
        let since = Sample.now.addingTimeInterval(-12)
        model.send(.cluster(.connection(.stale(since: since, reason: "connection refused"))))
        #expect(model.screen().text.contains("▲ stale 12 s: connection refused"))
        #expect(model.screen().text.contains("as it was 12 s ago"))
        model.send(.cluster(.connection(.stale(since: nil, reason: "no route to host"))))
        #expect(model.screen().text.contains("the cluster can't be reached: no route"))
        model.send(.recordsFailed("the database is locked"))
        #expect(model.screen().text.contains("records: the database is locked"))
        #expect(model.stores.count == 1)
    }
}
