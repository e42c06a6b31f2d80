import Kubernetes
import Testing

@Suite("Contract: server-side apply", .timeLimit(.minutes(2)))
struct ApplyContract {
    @Test(
        "creates, notes who owns what, and changes nothing when nothing changes", arguments: Server.available)
    func ownership(server: Server) async throws {
        try await server.run { sandbox in
            let made = try await apply(["k": "1"], as: "one", sandbox)
            let entry = try #require(made[path: "metadata", "managedFields"]?.array?.first)
            #expect(entry["manager"] == "one" && entry["operation"] == "Apply")
            #expect(entry["fieldsType"] == "FieldsV1" && entry["apiVersion"] == "v1")
            #expect(entry[path: "fieldsV1", "f:data", "f:k"] == [:])
            let again = try await apply(["k": "1"], as: "one", sandbox)
            #expect(again.resourceVersion == made.resourceVersion)
        }
    }

    @Test("another's field is a conflict that names its owner, unless forced", arguments: Server.available)
    func conflict(server: Server) async throws {
        try await server.run { sandbox in
            try await apply(["k": "1", "l": "1"], as: "one", sandbox)
            let status = try await sandbox.refusal { try await apply(["k": "2"], as: "two", sandbox) }
            #expect(status.code == 409 && status.reason == "Conflict")
            let cause = try #require(status.details?.causes?.first)
            #expect(cause.reason == "FieldManagerConflict" && cause.field == ".data.k")
            #expect(cause.message?.contains(#"conflict with "one""#) == true)
            let forced = try await apply(["k": "2"], as: "two", force: true, sandbox)
            #expect(forced.data == ["k": "2", "l": "1"])
            // The first no longer has a say in it.
            let late = try await sandbox.refusal { try await apply(["k": "1"], as: "one", sandbox) }
            #expect(late.code == 409)
        }
    }

    @Test("a field that its only owner leaves out goes; a shared one stays", arguments: Server.available)
    func removal(server: Server) async throws {
        try await server.run { sandbox in
            try await apply(["mine": "1", "shared": "1"], as: "one", sandbox)
            try await apply(["shared": "1"], as: "two", sandbox)
            #expect(try await apply([:], as: "one", sandbox).data == ["shared": "1"])
            #expect(try await apply([:], as: "two", sandbox).data == [:])
        }
    }

    @Test("what an update wrote is the updater's", arguments: Server.available)
    func updates(server: Server) async throws {
        try await server.run { sandbox in
            try await apply(["k": "1"], as: "one", sandbox)
            try await sandbox.client.patch(
                .configMaps, "a", .merge(["data": ["k": "2"]]), in: sandbox.namespace,
                options: WriteOptions(fieldManager: "hand"))
            let status = try await sandbox.refusal { try await apply(["k": "3"], as: "one", sandbox) }
            #expect(status.details?.causes?.first?.message?.contains(#"conflict with "hand""#) == true)
        }
    }

    @Test("containers are owned by name", arguments: Server.available)
    func containers(server: Server) async throws {
        try await server.run { sandbox in
            func deployment(_ containers: String) throws -> JSONValue {
                try JSONValue(
                    parsing: """
                        {"metadata": {"name": "web"}, "spec": {"replicas": 0,
                         "selector": {"matchLabels": {"app": "web"}},
                         "template": {"metadata": {"labels": {"app": "web"}},
                                      "spec": {"containers": [\(containers)]}}}}
                        """)
            }
            let main = #"{"name": "main", "image": "m:1"}"#
            let side = #"{"name": "side", "image": "s:1"}"#
            func apply(_ containers: String, as manager: String) async throws -> [String] {
                let applied = try await sandbox.patch(
                    .deployments, "web", .apply(deployment(containers), fieldManager: manager))
                let list = applied[path: "spec", "template", "spec", "containers"]
                return list?.array?.compactMap { $0["name"]?.string }.sorted() ?? []
            }
            for (manager, containers, left) in [
                ("one", main, "main"), ("two", side, "main side"), ("one", "\(main), \(side)", "main side"),
                ("one", main, "main side"), ("two", main, "main"),
            ] {
                let names = try await apply(containers, as: manager)
                #expect(names.joined(separator: " ") == left, "\(manager) applies \(containers)")
            }
        }
    }

    @Test("needs a field manager", arguments: Server.available)
    func manager(server: Server) async throws {
        try await server.run { sandbox in
            let answer = try await sandbox.client.raw(
                "PATCH", "/api/v1/namespaces/\(sandbox.namespace)/configmaps/a",
                body: Array(#"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"}}"#.utf8),
                contentType: "application/apply-patch+yaml")
            #expect(answer.status == 422)
        }
    }

    @discardableResult
    private func apply(
        _ data: [String: String], as manager: String, force: Bool = false, _ sandbox: Sandbox
    ) async throws -> JSONValue {
        try await sandbox.patch(
            .configMaps, "a",
            .apply(
                ["metadata": ["name": "a"], "data": .object(data.mapValues { .string($0) })],
                fieldManager: manager, force: force))
    }
}
