import Kubernetes
import Testing

@Suite("Contract: patches", .timeLimit(.minutes(2)))
struct PatchContract {
    @Test("a JSON patch adds, replaces, removes and tests", arguments: Server.available)
    func json(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a", data: ["k": "1", "l": "1"])
            let patched = try await sandbox.patch(
                .configMaps, "a",
                .json([
                    ["op": "test", "path": "/data/k", "value": "1"],
                    ["op": "replace", "path": "/data/k", "value": "2"],
                    ["op": "add", "path": "/metadata/labels/x.io~1y", "value": "3"],
                    ["op": "remove", "path": "/data/l"],
                ]))
            #expect(patched.data == ["k": "2"])
            #expect(patched[path: "metadata", "labels", "x.io/y"] == "3")
            let failing: [JSONValue] = [
                [
                    ["op": "replace", "path": "/data/k", "value": "9"],
                    ["op": "test", "path": "/data/k", "value": "1"],
                ],
                [["op": "remove", "path": "/data/none"]],
            ]
            for operations in failing {
                let status = try await sandbox.refusal {
                    try await sandbox.patch(.configMaps, "a", .json(operations))
                }
                #expect(status.code == 422)
            }
            #expect(try await sandbox.get(.configMaps, "a") == patched)
        }
    }

    @Test("a merge patch sets members, removes with null and replaces lists", arguments: Server.available)
    func merge(server: Server) async throws {
        try await server.run { sandbox in
            let made = try await sandbox.configMap("a", data: ["k": "1", "l": "1"], finalizers: ["x.io/1"])
            let patched = try await sandbox.patch(
                .configMaps, "a",
                .merge(["metadata": ["finalizers": ["x.io/2"]], "data": ["k": nil, "m": "2"]]))
            #expect(patched.data == ["l": "1", "m": "2"])
            #expect(patched[path: "metadata", "finalizers"] == ["x.io/2"])
            let status = try await sandbox.refusal {
                try await sandbox.patch(
                    .configMaps, "a",
                    .merge(["metadata": ["resourceVersion": .string(made.resourceVersion)], "data": [:]]))
            }
            #expect(status.code == 409 && status.reason == "Conflict")
            try await sandbox.patch(.configMaps, "a", .merge(["metadata": ["finalizers": nil]]))
        }
    }

    @Test("a strategic patch finds containers and variables by name", arguments: Server.available)
    func strategic(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(
                .deployments,
                json: """
                    {"metadata": {"name": "web"}, "spec": {"replicas": 0,
                     "selector": {"matchLabels": {"app": "web"}},
                     "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [
                        {"name": "main", "image": "m:1", "env": [{"name": "A", "value": "1"},
                                                                 {"name": "B", "value": "1"}]},
                        {"name": "side", "image": "s:1"}]}}}}
                    """)
            func containers(_ patch: JSONValue) async throws -> JSONValue {
                let patched = try await sandbox.patch(
                    .deployments, "web", .strategic(["spec": ["template": ["spec": ["containers": patch]]]]))
                return try #require(patched[path: "spec", "template", "spec", "containers"])
            }
            let changed = try await containers([
                ["name": "main", "env": [["name": "A", "value": "2"], ["name": "C", "value": "3"]]]
            ])
            let environment = changed.item("main")?["env"]
            #expect(changed.item("main")?["image"] == "m:1" && changed.item("side")?["image"] == "s:1")
            #expect(environment?.item("A")?["value"] == "2" && environment?.item("B")?["value"] == "1")
            #expect(environment?.item("C")?["value"] == "3")
            let removed = try await containers([["name": "side", "$patch": "delete"]])
            #expect(removed.array?.compactMap { $0["name"]?.string } == ["main"])
            let replaced = try await containers([["$patch": "replace"], ["name": "new", "image": "n:1"]])
            #expect(replaced.array?.compactMap { $0["name"]?.string } == ["new"])
        }
    }

    @Test("a patch of an unknown kind is 415", arguments: Server.available)
    func unknown(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a")
            let answer = try await sandbox.client.raw(
                "PATCH", "/api/v1/namespaces/\(sandbox.namespace)/configmaps/a", body: Array("{}".utf8),
                contentType: "application/json")
            #expect(answer.status == 415)
        }
    }
}
