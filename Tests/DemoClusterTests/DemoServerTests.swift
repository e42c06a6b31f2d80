import Foundation
import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Demo server over HTTP")
struct DemoServerTests {
    @Test("objects are created, read, changed with a version, patched, scaled and deleted")
    func objects() async throws {
        try await withServer { client, _ in
            let created = try await client.create(
                .configMaps, ["metadata": ["name": "a"], "data": ["k": "1"]], in: "shop")
            await #expect(throws: KubernetesError.self) {
                try await client.create(.configMaps, ["metadata": ["name": "a"]], in: "shop")
            }
            try await client.patch(.configMaps, "a", .merge(["data": ["k": "2"]]), in: "shop")
            var stale = created
            stale["data"] = ["k": "3"]
            await #expect(throws: KubernetesError.self) {
                try await client.replace(.configMaps, stale, in: "shop")
            }
            #expect(try await client.get(.configMaps, "a", in: "shop")[path: "data", "k"] == "2")
            #expect(try await client.list(.configMaps, in: "shop").items.count == 1)
            try await client.delete(.configMaps, "a", in: "shop")
            #expect(try await client.list(.configMaps, in: "shop").items.isEmpty)
        }
    }

    @Test("a list in parts holds everything once")
    func parts() async throws {
        try await withServer { client, server in
            for index in 0..<7 {
                try server.store.create(
                    .configMap, namespace: "shop", ["metadata": ["name": .string("m\(index)")]])
            }
            var names: [String] = []
            var token = ""
            repeat {
                let path = "/api/v1/namespaces/shop/configmaps?limit=3&continue=\(token)"
                let page = try JSONValue(parsing: try await client.raw("GET", path).body)
                names += page["items"]?.array?.map(\.name) ?? []
                token = page[path: "metadata", "continue"]?.string ?? ""
            } while !token.isEmpty
            #expect(names == (0..<7).map { "m\($0)" })
        }
    }

    @Test("a watch follows changes, sends bookmarks and deletes what leaves its selection")
    func watch() async throws {
        try await withServer(bookmarks: .milliseconds(20)) { client, server in
            let options = WatchOptions(Selection(labels: "app=web"), resourceVersion: "0")
            let events = try await client.watch(.configMaps, in: "shop", options)
            var iterator = events.makeAsyncIterator()
            try server.store.create(.configMap, namespace: "shop", ["metadata": ["name": "b"]])
            try server.store.create(
                .configMap, namespace: "shop", ["metadata": ["name": "a", "labels": ["app": "web"]]])
            try server.store.mutate(ObjectKey(.configMap, namespace: "shop", name: "a")) {
                (object) throws(APIFailure) in object.setMetadata("labels", nil)
            }
            var seen: [String] = []
            while seen.count < 3, let event = try await iterator.next() {
                switch event {
                case .added(let object): seen.append("added \(object.name)")
                case .modified(let object): seen.append("modified \(object.name)")
                case .deleted(let object): seen.append("deleted \(object.name)")
                case .bookmark where seen.count == 2: seen.append("bookmark")
                default: continue
                }
            }
            #expect(seen == ["added a", "deleted a", "bookmark"])
        }
    }

    @Test("a watch from a forgotten version ends with 410")
    func expired() async throws {
        try await withServer { client, server in
            try server.store.create(.configMap, namespace: "shop", ["metadata": ["name": "a"]])
            server.store.forgetHistory()
            let events = try await client.watch(.configMaps, in: "shop", WatchOptions(resourceVersion: "1"))
            var iterator = events.makeAsyncIterator()
            guard case .error(let status) = try await iterator.next() else {
                Issue.record("no error event")
                return
            }
            #expect(status.code == 410)
        }
    }

    @Test("a server-side apply creates, changes and conflicts")
    func apply() async throws {
        try await withServer { client, _ in
            let object: JSONValue = [
                "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"], "data": ["k": "1"],
            ]
            try await client.patch(.configMaps, "a", .apply(object, fieldManager: "one"), in: "shop")
            var other = object
            other["data"] = ["k": "2"]
            await #expect(throws: KubernetesError.self) {
                try await client.patch(.configMaps, "a", .apply(other, fieldManager: "two"), in: "shop")
            }
            let forced = try await client.patch(
                .configMaps, "a", .apply(other, fieldManager: "two", force: true), in: "shop")
            #expect(forced[path: "data", "k"] == "2")
        }
    }

    @Test("a client without the secret prefix is told nothing")
    func prefix() async throws {
        try await withServer { _, server in
            let port = try #require(server.port)
            let stranger = KubernetesClient(
                ClusterConfiguration(contextName: "x", server: "http://127.0.0.1:\(port)/wrong"))
            let answer = try await stranger.raw("GET", "/api/v1/namespaces")
            #expect(answer.status == 401)
            await stranger.shutdown()
        }
    }

    @Test("injected faults meet the requests they are for, and then end")
    func faults() async throws {
        try await withServer { client, server in
            let body: JSONValue = ["effect": "status", "code": 503, "times": 1, "containing": "configmaps"]
            var answers = [try await client.raw("POST", "/demo/faults", body: body.encoded())]
            for path in ["/version", "/api/v1/configmaps", "/api/v1/configmaps"] {
                answers.append(try await client.raw("GET", path))
            }
            #expect(answers.map(\.status) == [200, 200, 503, 200])
            server.faults.add(ServerFaults.Fault(.drop))
            await #expect(throws: KubernetesError.self) { try await client.raw("GET", "/version") }
        }
    }

    @Test(
        "kubectl's table has the real server's columns",
        arguments: [
            ("pods", "Name Ready Status Restarts Age"),
            ("services", "Name Type Cluster-IP External-IP Port(s) Age"),
            ("secrets", "Name Type Data Age"), ("namespaces", "Name Status Age"),
        ])
    func tables(plural: String, columns: String) async throws {
        try await withServer { client, _ in
            let response = try await client.raw(
                "GET", "/api/v1/\(plural)",
                accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
            let table = try JSONValue(parsing: response.body)
            let narrow = table["columnDefinitions"]?.array?.filter { $0["priority"] == 0 }
            #expect(narrow?.compactMap { $0["name"]?.string }.joined(separator: " ") == columns)
        }
    }

    /// Runs a server on a port of its own, with a client for it.
    private func withServer(
        bookmarks: Duration = .seconds(60),
        _ body: @Sendable @escaping (KubernetesClient, DemoServer) async throws -> Void
    ) async throws {
        let store = ObjectStore()
        let server = DemoServer(
            store: store, logs: SimulatedLogs(store: store),
            configuration: DemoServer.Configuration(prefix: "secret", bookmarkInterval: bookmarks))
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { continuation.yield($0) } }
            for await port in ports {
                let client = KubernetesClient(
                    ClusterConfiguration(contextName: "demo", server: "http://127.0.0.1:\(port)/secret"))
                try await body(client, server)
                await client.shutdown()
                break
            }
            group.cancelAll()
        }
    }
}
