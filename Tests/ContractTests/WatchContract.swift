import Kubernetes
import Testing

@Suite("Contract: watches", .timeLimit(.minutes(2)))
struct WatchContract {
    @Test("a watch tells what there is, then what comes", arguments: Server.available)
    func fromNow(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a")
            let events = try await watch(sandbox, WatchOptions(Selection(labels: Sandbox.mine)))
            try await sandbox.configMap("b")
            #expect(try await tell(events, count: 2).story == ["added a", "added b"])
        }
    }

    @Test("a watch from a version tells only what came after it", arguments: Server.available)
    func fromVersion(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a")
            let options = try await fromHere(sandbox, Sandbox.mine)
            try await sandbox.configMap("b")
            try await sandbox.patch(.configMaps, "a", .merge(["data": ["k": "v"]]))
            try await sandbox.delete(.configMaps, "b")
            // Opened only now: the server remembers.
            let told = try await tell(watch(sandbox, options), count: 3)
            #expect(told.story == ["added b", "modified a", "deleted b"])
            let versions = told.objects.compactMap { Int($0.resourceVersion) }
            #expect(versions == versions.sorted() && Set(versions).count == 3)
        }
    }

    @Test(
        "an object that leaves the selection is deleted, one that enters it added",
        arguments: Server.available)
    func selection(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a", labels: ["app": "shop"])
            let events = try await watch(sandbox, fromHere(sandbox, "app=shop"))
            for app in ["blog", "shop"] {
                try await sandbox.patch(
                    .configMaps, "a", .merge(["metadata": ["labels": ["app": .string(app)]]]))
            }
            #expect(try await tell(events, count: 2).story == ["deleted a", "added a"])
        }
    }

    @Test("a watch of one name tells of no other", arguments: Server.available)
    func oneName(server: Server) async throws {
        try await server.run { sandbox in
            let options = WatchOptions(Selection(fields: "metadata.name=b"))
            let events = try await watch(sandbox, options)
            try await sandbox.configMap("a")
            try await sandbox.configMap("b")
            #expect(try await tell(events, count: 1).story == ["added b"])
        }
    }

    @Test("a watch ends at its time, with a bookmark to go on from", arguments: Server.available)
    func bookmarks(server: Server) async throws {
        try await server.run { sandbox in
            var options = try await fromHere(sandbox, Sandbox.mine)
            options.timeoutSeconds = 4
            let begun = ContinuousClock.now
            let events = try await watch(sandbox, options)
            let made = try await sandbox.configMap("a")
            var bookmarks: [Int] = []
            for try await event in events {
                if case .bookmark(let version) = event { bookmarks.append(Int(version) ?? 0) }
            }
            #expect(ContinuousClock.now - begun > .seconds(3))
            let last = try #require(bookmarks.last)
            #expect(last >= Int(made.resourceVersion) ?? .max)
            // From there on nothing is told twice and nothing is left out.
            let resumed = try await watch(
                sandbox, WatchOptions(options.selection, resourceVersion: String(last)))
            try await sandbox.configMap("b")
            #expect(try await tell(resumed, count: 1).story == ["added b"])
        }
    }

    @Test("a forgotten version is 410, as an answer or as an event", arguments: Server.available)
    func expired(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a")
            sandbox.forgetHistory()
            let kind = server == .real ? try await youngKind(sandbox) : .configMaps
            let status: Status
            do {
                let events = try await sandbox.client.watch(
                    kind, in: sandbox.namespace, WatchOptions(resourceVersion: "1", timeoutSeconds: 5))
                let first = try await events.first { _ in true }
                guard case .error(let event) = first else {
                    Issue.record("told \(String(describing: first))")
                    return
                }
                status = event
            } catch let error as KubernetesError where error.isGone {
                status = try #require(error.status)
            }
            if server == .real {
                let definition = "\(kind.plural).\(kind.group)"
                try await sandbox.client.delete(Self.definitions, definition)
            }
            #expect(status.code == 410)
            #expect(["Expired", "Gone"].contains(status.reason))
            #expect(status.message.contains("too old resource version"))
        }
    }

    private static let definitions = ResourceEndpoint(
        group: "apiextensions.k8s.io", plural: "customresourcedefinitions", kind: "CustomResourceDefinition",
        namespaced: false)

    /// A kind made just now, of which no server knows anything older: a real one can't be made to forget.
    private func youngKind(_ sandbox: Sandbox) async throws -> ResourceEndpoint {
        let group = "\(sandbox.namespace).example.com"
        let kind = ResourceEndpoint(group: group, version: "v1", plural: "youngs", kind: "Young")
        let name = "youngs.\(group)"
        try await sandbox.client.create(
            Self.definitions,
            [
                "metadata": ["name": .string(name)],
                "spec": [
                    "group": .string(group), "scope": "Namespaced",
                    "names": ["plural": "youngs", "singular": "young", "kind": "Young"],
                    "versions": [
                        [
                            "name": "v1", "served": true, "storage": true,
                            "schema": ["openAPIV3Schema": ["type": "object"]],
                        ]
                    ],
                ],
            ])
        for _ in 0..<200 {
            if (try? await sandbox.client.list(kind, in: sandbox.namespace)) != nil { return kind }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw KubernetesError.timeout(server: name, after: .seconds(10))
    }

    @Test("a watch of tables sends rows", arguments: Server.available)
    func tables(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a")
            let answer = try await sandbox.client.raw(
                "GET",
                "/api/v1/namespaces/\(sandbox.namespace)/configmaps?watch=true&timeoutSeconds=1"
                    + "&labelSelector=contract%3Dmine",
                accept: "application/json;as=Table;v=v1;g=meta.k8s.io")
            let line = answer.body.prefix { $0 != UInt8(ascii: "\n") }
            let event = try JSONValue(parsing: line)
            #expect(event["type"] == "ADDED" && event[path: "object", "kind"] == "Table")
            #expect(event[path: "object", "rows"]?.array?.count == 1)
        }
    }

    // MARK: Telling

    private typealias Events = AsyncThrowingStream<WatchEvent<JSONValue>, any Error>

    private func watch(_ sandbox: Sandbox, _ options: WatchOptions) async throws -> Events {
        var options = options
        options.timeoutSeconds = options.timeoutSeconds ?? 30
        return try await sandbox.client.watch(.configMaps, in: sandbox.namespace, options)
    }

    private func fromHere(_ sandbox: Sandbox, _ labels: String) async throws -> WatchOptions {
        let list = try await sandbox.client.list(.configMaps, in: sandbox.namespace)
        return WatchOptions(Selection(labels: labels), resourceVersion: list.resourceVersion)
    }

    /// The first `count` events but bookmarks, or what comes until the server ends it.
    private func tell(_ events: Events, count: Int) async throws -> (story: [String], objects: [JSONValue]) {
        var story: [String] = []
        var objects: [JSONValue] = []
        for try await event in events {
            switch event {
            case .added(let object): (story, objects) = (story + ["added \(object.name)"], objects + [object])
            case .modified(let object):
                (story, objects) = (story + ["modified \(object.name)"], objects + [object])
            case .deleted(let object):
                (story, objects) = (story + ["deleted \(object.name)"], objects + [object])
            case .bookmark: continue
            case .error(let status): story.append("error \(status.code)")
            }
            if story.count == count { break }
        }
        return (story, objects)
    }
}
