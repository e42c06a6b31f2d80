import Kubernetes
import Testing

@Suite("Contract: lists and how objects are shown", .timeLimit(.minutes(2)))
struct SelectionContract {
    @Test("label selectors choose", arguments: Server.available)
    func labels(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a", labels: ["app": "shop", "tier": "front"])
            try await sandbox.configMap("b", labels: ["app": "shop", "tier": "back"])
            try await sandbox.configMap("c", labels: ["app": "blog"])
            for (selector, expected) in [
                ("app=shop", "a b"), ("app==blog", "c"), ("app!=shop", "c"), ("tier", "a b"),
                ("!tier", "c"), ("app in (shop,blog),tier!=back", "a c"), ("tier notin (front)", "b c"),
                ("app=none", ""),
            ] {
                let names = try await sandbox.names(
                    .configMaps, Selection(labels: "\(Sandbox.mine),\(selector)"))
                #expect(names.joined(separator: " ") == expected, "\(selector)")
            }
            let status = try await sandbox.refusal {
                _ = try await sandbox.names(.configMaps, Selection(labels: "app in shop"))
            }
            #expect(status.code == 400)
        }
    }

    @Test("field selectors choose, and unknown fields are refused", arguments: Server.available)
    func fields(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a")
            try await sandbox.configMap("b")
            for (selector, expected) in [
                ("metadata.name=a", "a"), ("metadata.name!=a", "b"),
                ("metadata.namespace=\(sandbox.namespace),metadata.name=b", "b"),
                ("metadata.namespace=elsewhere", ""),
            ] {
                let names = try await sandbox.names(
                    .configMaps, Selection(labels: Sandbox.mine, fields: selector))
                #expect(names.joined(separator: " ") == expected, "\(selector)")
            }
            try await sandbox.create(.secrets, ["metadata": ["name": "s"], "type": "example.com/mine"])
            let secrets = try await sandbox.names(.secrets, Selection(fields: "type=example.com/mine"))
            #expect(secrets == ["s"])
            let status = try await sandbox.refusal {
                _ = try await sandbox.names(.configMaps, Selection(fields: "data.k=v"))
            }
            #expect(status.code == 400)
            #expect(
                status.message.hasPrefix(#""data.k" is not a known field selector: only "metadata.name""#))
            let pods = try await sandbox.refusal {
                _ = try await sandbox.names(.pods, Selection(fields: "spec.foo=v"))
            }
            #expect(pods.code == 400 && pods.message == "field label not supported: spec.foo")
        }
    }

    @Test("a list comes in pages of one moment", arguments: Server.available)
    func pages(server: Server) async throws {
        try await server.run { sandbox in
            for name in ["a", "b", "c", "d", "e"] { try await sandbox.configMap(name) }
            var options = ListOptions(Selection(labels: Sandbox.mine), limit: 2)
            var pages: [[String]] = []
            var versions: Set<String> = []
            repeat {
                let page = try await sandbox.client.page(ConfigMap.self, in: sandbox.namespace, options)
                pages.append(page.items.map(\.metadata.name))
                versions.insert(page.resourceVersion)
                options.continuation = page.continuation
                // What comes or goes between the pages is not seen.
                if pages.count == 1 {
                    try await sandbox.configMap("bb")
                    try await sandbox.delete(.configMaps, "d")
                }
            } while options.continuation != nil && pages.count < 5
            #expect(pages == [["a", "b"], ["c", "d"], ["e"]])
            #expect(versions.count == 1)
            let nonsense = try await sandbox.client.raw(
                "GET", "/api/v1/namespaces/\(sandbox.namespace)/configmaps?limit=1&continue=nonsense")
            #expect(nonsense.status == 400)
        }
    }

    @Test("a Table has the kind's columns and a row for each object", arguments: Server.available)
    func table(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a", data: ["k": "v", "l": "w"])
            let path = "/api/v1/namespaces/\(sandbox.namespace)/configmaps"
            let accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
            for query in ["?labelSelector=contract%3Dmine", "/a"] {
                let answer = try await sandbox.client.raw("GET", path + query, accept: accept)
                let table = try JSONValue(parsing: answer.body)
                #expect(table["kind"] == "Table" && table["apiVersion"] == "meta.k8s.io/v1")
                let columns = table["columnDefinitions"]?.array?.compactMap { $0["name"]?.string }
                #expect(columns == ["Name", "Data", "Age"])
                let row = try #require(table["rows"]?.array?.first)
                #expect(row["cells"]?.array?.prefix(2) == ["a", 2])
                #expect(row[path: "object", "kind"] == "PartialObjectMetadata")
                #expect(row["object"]?.name == "a")
            }
        }
    }

    @Test("metadata alone comes without the contents", arguments: Server.available)
    func partial(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(
                .secrets,
                [
                    "metadata": ["name": "s", "labels": ["owner": "helm"]],
                    "stringData": ["password": "hidden"],
                ])
            #expect(try await sandbox.client.metadata(.secrets, "s", in: sandbox.namespace).name == "s")
            let listed = try await sandbox.client.listMetadata(
                .secrets, in: sandbox.namespace, ListOptions(Selection(labels: "owner=helm")))
            #expect(listed.items.map(\.name) == ["s"] && !listed.resourceVersion.isEmpty)
            let raw = try await sandbox.client.raw(
                "GET", "/api/v1/namespaces/\(sandbox.namespace)/secrets/s",
                accept: "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1")
            let object = try JSONValue(parsing: raw.body)
            #expect(object["kind"] == "PartialObjectMetadata" && object["data"] == nil)
        }
    }
}
