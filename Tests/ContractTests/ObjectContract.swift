import Kubernetes
import Testing

@Suite("Contract: objects", .timeLimit(.minutes(2)))
struct ObjectContract {
    @Test("a created object has an identity and reads back as it is", arguments: Server.available)
    func create(server: Server) async throws {
        try await server.run { sandbox in
            let made = try await sandbox.configMap("a", data: ["k": "v"])
            #expect(made["kind"] == "ConfigMap" && made["apiVersion"] == "v1")
            #expect(made.uid.count == 36 && Int(made.resourceVersion) != nil)
            #expect(made[path: "metadata", "namespace"]?.string == sandbox.namespace)
            #expect(made[path: "metadata", "creationTimestamp"]?.string?.hasSuffix("Z") == true)
            #expect(try await sandbox.get(.configMaps, "a") == made)
            let again = try await sandbox.client.raw(
                "POST", "/api/v1/namespaces/\(sandbox.namespace)/configmaps",
                body: #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b"}}"#.utf8.map { $0 })
            #expect(again.status == 201)
        }
    }

    @Test("a missing object is 404 with its name and kind", arguments: Server.available)
    func missing(server: Server) async throws {
        try await server.run { sandbox in
            let requests: [@Sendable () async throws -> Void] = [
                { _ = try await sandbox.get(.configMaps, "none") },
                { try await sandbox.delete(.configMaps, "none") },
                { try await sandbox.patch(.configMaps, "none", .merge(["data": ["k": "v"]])) },
                {
                    try await sandbox.client.replace(
                        .configMaps, ["metadata": ["name": "none"]], in: sandbox.namespace)
                },
            ]
            for request in requests {
                let status = try await sandbox.refusal { try await request() }
                #expect(status.code == 404 && status.reason == "NotFound")
                #expect(status.message == #"configmaps "none" not found"#)
                #expect(status.details?.name == "none" && status.details?.kind == "configmaps")
            }
            let group = try await sandbox.refusal { _ = try await sandbox.get(.deployments, "none") }
            #expect(group.message == #"deployments.apps "none" not found"#)
            #expect(group.details?.group == "apps")
        }
    }

    @Test("a taken name is 409 AlreadyExists", arguments: Server.available)
    func taken(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.configMap("a")
            let status = try await sandbox.refusal { try await sandbox.configMap("a") }
            #expect(status.code == 409 && status.reason == "AlreadyExists")
            #expect(status.message == #"configmaps "a" already exists"#)
        }
    }

    @Test("an object that breaks the rules is 422 with the fields that do", arguments: Server.available)
    func invalid(server: Server) async throws {
        try await server.run { sandbox in
            let name = try await sandbox.refusal { try await sandbox.configMap("Not_Valid") }
            #expect(name.code == 422 && name.reason == "Invalid")
            #expect(
                name.message.hasPrefix(#"ConfigMap "Not_Valid" is invalid: metadata.name: Invalid value"#))
            #expect(name.details?.causes?.map(\.field) == ["metadata.name"])
            #expect(name.details?.causes?.first?.reason == "FieldValueInvalid")

            let key = try await sandbox.refusal { try await sandbox.configMap("a", data: ["no/key": "v"]) }
            #expect(key.details?.causes?.map(\.field) == ["data[no/key]"])

            let deployment = try await sandbox.refusal {
                try await sandbox.create(
                    .deployments,
                    json: """
                        {"metadata": {"name": "web"}, "spec": {"selector": {"matchLabels": {"app": "web"}},
                         "template": {"metadata": {"labels": {"app": "other"}},
                                      "spec": {"containers": [{"name": "main"}]}}}}
                        """)
            }
            #expect(deployment.details?.kind == "Deployment" && deployment.details?.group == "apps")
            let fields = Set(deployment.details?.causes?.compactMap(\.field) ?? [])
            #expect(fields == ["spec.template.metadata.labels", "spec.template.spec.containers[0].image"])
        }
    }

    @Test("what can't be read or is misplaced is 400", arguments: Server.available)
    func malformed(server: Server) async throws {
        try await server.run { sandbox in
            let path = "/api/v1/namespaces/\(sandbox.namespace)/configmaps"
            let broken = try await sandbox.client.raw("POST", path, body: Array("{".utf8))
            #expect(broken.status == 400)
            let status = try await sandbox.refusal {
                try await sandbox.create(
                    .configMaps, ["metadata": ["name": "a", "namespace": "elsewhere"]])
            }
            #expect(status.code == 400 && status.reason == "BadRequest")
            try await sandbox.configMap("a")
            let misnamed = try await sandbox.client.raw(
                "PUT", path + "/a",
                body: Array(#"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b"}}"#.utf8))
            #expect(misnamed.status == 400)
        }
    }

    @Test("nothing is created in a namespace that isn't there", arguments: Server.available)
    func noNamespace(server: Server) async throws {
        try await server.run { sandbox in
            let status = try await sandbox.refusal {
                try await sandbox.client.create(
                    .configMaps, ["metadata": ["name": "a"]], in: "contract-nowhere")
            }
            #expect(status.code == 404 && status.message == #"namespaces "contract-nowhere" not found"#)
        }
    }

    @Test("an update of an older version is 409 Conflict", arguments: Server.available)
    func conflict(server: Server) async throws {
        try await server.run { sandbox in
            var first = try await sandbox.configMap("a", data: ["k": "1"])
            let second = try await sandbox.patch(.configMaps, "a", .merge(["data": ["k": "2"]]))
            #expect(second.resourceVersion != first.resourceVersion && second.uid == first.uid)
            first["data"] = ["k": "3"]
            let status = try await sandbox.refusal {
                try await sandbox.client.replace(.configMaps, first, in: sandbox.namespace)
            }
            #expect(status.code == 409 && status.reason == "Conflict")
            #expect(status.message.contains("the object has been modified; please apply your changes"))
            // Without a version the last one wins.
            first["metadata"]?["resourceVersion"] = nil
            let third = try await sandbox.client.replace(.configMaps, first, in: sandbox.namespace)
            #expect(third.data == ["k": "3"])
        }
    }

    @Test("a delete of another uid or version is 409 Conflict", arguments: Server.available)
    func preconditions(server: Server) async throws {
        try await server.run { sandbox in
            let made = try await sandbox.configMap("a")
            let other = DeleteOptions(uid: "00000000-0000-0000-0000-000000000000")
            let status = try await sandbox.refusal { try await sandbox.delete(.configMaps, "a", other) }
            #expect(status.code == 409 && status.reason == "Conflict")
            #expect(status.message.contains("does not match the UID in record (\(made.uid))"))
            let older = try await sandbox.refusal {
                try await sandbox.delete(.configMaps, "a", DeleteOptions(resourceVersion: "1"))
            }
            #expect(older.code == 409)
            let answer = try await sandbox.delete(.configMaps, "a", DeleteOptions(uid: made.uid))
            #expect(answer["kind"] == "Status" && answer["status"] == "Success")
            #expect(answer[path: "details", "uid"]?.string == made.uid)
        }
    }

    @Test("an update that changes nothing leaves the version", arguments: Server.available)
    func unchanged(server: Server) async throws {
        try await server.run { sandbox in
            let made = try await sandbox.configMap("a", data: ["k": "v"])
            let same = try await sandbox.client.replace(.configMaps, made, in: sandbox.namespace)
            #expect(same.resourceVersion == made.resourceVersion)
            let patched = try await sandbox.patch(.configMaps, "a", .merge(["data": ["k": "v"]]))
            #expect(patched.resourceVersion == made.resourceVersion)
        }
    }

    @Test("generateName gives a name of its own", arguments: Server.available)
    func generatedName(server: Server) async throws {
        try await server.run { sandbox in
            var names: Set<String> = []
            for _ in 0..<3 {
                let made = try await sandbox.create(.configMaps, ["metadata": ["generateName": "a-"]])
                #expect(made.name.hasPrefix("a-") && made.name.count == 7)
                names.insert(made.name)
            }
            #expect(names.count == 3)
        }
    }

    @Test("a dry run answers as if, and changes nothing", arguments: Server.available)
    func dryRun(server: Server) async throws {
        try await server.run { sandbox in
            let dry = WriteOptions(dryRun: true)
            let made = try await sandbox.client.create(
                .configMaps, ["metadata": ["name": "a"], "data": ["k": "v"]], in: sandbox.namespace,
                options: dry)
            #expect(made.uid.count == 36)
            #expect(try await sandbox.lacks(.configMaps, "a"))
            let real = try await sandbox.configMap("a", data: ["k": "1"])
            let patched = try await sandbox.client.patch(
                .configMaps, "a", .merge(["data": ["k": "2"]]), in: sandbox.namespace, options: dry)
            #expect(patched.data == ["k": "2"])
            try await sandbox.delete(.configMaps, "a", DeleteOptions(dryRun: true))
            #expect(try await sandbox.get(.configMaps, "a") == real)
        }
    }

    @Test("generation counts changes of the spec alone; status is written apart", arguments: Server.available)
    func generation(server: Server) async throws {
        try await server.run { sandbox in
            let made = try await sandbox.create(.deployments, json: Manifest.deployment("web", replicas: 0))
            #expect(made.generation == 1)
            let labelled = try await sandbox.patch(
                .deployments, "web", .merge(["metadata": ["labels": ["x": "y"]]]))
            #expect(labelled.generation == 1)
            let slower = try await sandbox.patch(
                .deployments, "web", .merge(["spec": ["minReadySeconds": 1]]))
            #expect(slower.generation == 2)
            let ignored = try await sandbox.patch(
                .deployments, "web", .merge(["status": ["replicas": 7]]))
            #expect(ignored[path: "status", "replicas"] != 7)
            let fixed = try await sandbox.refusal {
                try await sandbox.patch(
                    .deployments, "web", .merge(["spec": ["selector": ["matchLabels": ["app": "other"]]]]))
            }
            #expect(fixed.code == 422)
            #expect(fixed.details?.causes?.contains { $0.field == "spec.selector" } == true)
        }
    }

    @Test("a workload is scaled through its scale", arguments: Server.available)
    func scale(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(.deployments, json: Manifest.deployment("web", replicas: 0))
            let scaled = try await sandbox.client.patch(
                .deployments, "web", .merge(["spec": ["replicas": 2]]), in: sandbox.namespace,
                options: WriteOptions(subresource: "scale"))
            #expect(scaled["kind"] == "Scale" && scaled["apiVersion"] == "autoscaling/v1")
            #expect(scaled[path: "spec", "replicas"] == 2)
            #expect(try await sandbox.get(.deployments, "web")[path: "spec", "replicas"] == 2)
        }
    }
}
