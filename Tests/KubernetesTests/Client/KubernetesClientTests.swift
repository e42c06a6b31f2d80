import Foundation
import Testing

@testable import Kubernetes

@Suite("Requests to the API", .timeLimit(.minutes(3)))
struct KubernetesClientTests {
    private func client(
        _ server: ScriptedServer, prefix: String = "", authentication: Authentication = .none,
        timeout: Duration = .seconds(20), clock: any Clock<Duration> = ContinuousClock()
    ) -> KubernetesClient {
        KubernetesClient(
            ClusterConfiguration(
                contextName: "test", server: server.url + prefix, authentication: authentication),
            requestTimeout: timeout, clock: clock)
    }

    @Test("a server's path prefix stands before the API's path, and selectors are encoded")
    func paths() async throws {
        let server = try ScriptedServer { _, _ in
            [.json(#"{"items":null,"metadata":{"resourceVersion":"7"}}"#)]
        }
        let client = client(server, prefix: "/k8s/clusters/c-1/", authentication: .token("secret"))
        let list = try await client.list(
            Pod.self, in: "shop", ListOptions(Selection(labels: "a in (b,c),d!=e"), resourceVersion: "0"))
        #expect(list.resourceVersion == "7")
        let request = try #require(server.requests.first)
        #expect(
            request.path
                == "/k8s/clusters/c-1/api/v1/namespaces/shop/pods?labelSelector=a%20in%20%28b%2Cc%29%2Cd%21%3De&resourceVersion=0"
        )
        #expect(request.headers["authorization"] == "Bearer secret")
        await client.shutdown()
    }

    @Test(
        "an answer's status becomes the error that it stands for",
        arguments: [
            (401, "Unauthorized"), (403, "Forbidden"), (404, "NotFound"), (409, "Conflict"),
            (409, "AlreadyExists"),
            (410, "Expired"), (422, "Invalid"), (500, "InternalError"),
        ])
    func errors(code: Int, reason: String) async throws {
        let server = try ScriptedServer { _, _ in [.failure(code, reason, "why")] }
        var status = Status(code: code, reason: reason, message: "why")
        status.details = nil
        await #expect(throws: KubernetesError(status)) {
            try await client(server).get(Pod.self, "a", in: "b")
        }
    }

    @Test(
        "what would hit a whole collection is never sent",
        arguments: [("", "ns"), ("x", ""), (".", "ns"), ("..", "ns")])
    func guards(name: String, namespace: String) async throws {
        let server = try ScriptedServer { _, _ in [.json("{}")] }
        let client = client(server)
        await #expect(throws: KubernetesError.self) { try await client.delete(.pods, name, in: namespace) }
        await #expect(throws: KubernetesError.self) { try await client.delete(.pods, "x") }
        #expect(server.requests.isEmpty)
    }

    @Test("writes carry their body, type and options")
    func writes() async throws {
        let server = try ScriptedServer { _, _ in [.json(#"{"kind":"Namespace"}"#)] }
        let client = client(server)
        try await client.create(.namespaces, ["metadata": ["name": "a"]], options: WriteOptions(dryRun: true))
        try await client.patch(.namespaces, "a", .apply(["metadata": ["name": "a"]], force: true))
        try await client.patch(.deployments, "w", .json([["op": "remove", "path": "/x"]]), in: "a")
        try await client.delete(.namespaces, "a", options: DeleteOptions(uid: "u1", propagation: .foreground))
        let requests = server.requests
        #expect(requests.map(\.method) == ["POST", "PATCH", "PATCH", "DELETE"])
        #expect(requests[0].path == "/api/v1/namespaces?fieldManager=urumi&dryRun=All")
        #expect(
            String(decoding: requests[0].body, as: UTF8.self)
                == #"{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}"#)
        #expect(requests[1].path == "/api/v1/namespaces/a?fieldManager=urumi&force=true")
        #expect(requests[1].headers["content-type"] == "application/apply-patch+yaml")
        #expect(requests[2].path == "/apis/apps/v1/namespaces/a/deployments/w?fieldManager=urumi")
        let deletion = try JSONValue(parsing: requests[3].body)
        #expect(deletion[path: "preconditions", "uid"] == "u1")
        #expect(deletion["propagationPolicy"] == "Foreground")
    }

    @Test("a busy server is asked again when it says, ten times at most; a failed write isn't repeated")
    func retryAfter() async throws {
        let busy = try ScriptedServer { _, index in
            index < 2
                ? [.failure(429, "TooManyRequests", headers: ["Retry-After": "7"])]
                : [.json(#"{"kind":"Pod"}"#)]
        }
        let clock = ManualClock()
        let client = client(busy, clock: clock)
        async let answer = client.create(.pods, ["metadata": ["name": "a"]], in: "b")
        for _ in 0..<2 {
            try #require(await eventually { clock.hasSleeper(for: .seconds(7)) })
            clock.advance(by: .seconds(7))
        }
        #expect(try await answer["kind"] == "Pod")
        #expect(busy.requests.count == 3)

        let down = try ScriptedServer { _, _ in [.failure(503, "Down", headers: ["Retry-After": "0"])] }
        let other = self.client(down)
        await #expect(throws: KubernetesError.self) { try await other.create(.pods, [:], in: "b") }
        #expect(down.requests.count == 1)
        await #expect(throws: KubernetesError.self) { try await other.get(.pods, "a", in: "b") }
        #expect(down.requests.count == 12)
    }

    @Test("refused plugin credentials are renewed once")
    func renewal() async throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(
            """
            #!/bin/sh
            echo x >> \(folder.path)/runs
            printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"t%d"}}' \
            $(wc -l < \(folder.path)/runs)
            """, "plugin", mode: 0o755)
        let server = try ScriptedServer { request, _ in
            request.headers["authorization"] == "Bearer t2" && request.path.hasSuffix("a")
                ? [.json(#"{"kind":"Pod"}"#)] : [.failure(401, "Unauthorized")]
        }
        let plugin = ExecPlugin(apiVersion: "client.authentication.k8s.io/v1beta1", command: script)
        let client = client(server, authentication: .exec(plugin))
        #expect(try await client.get(.pods, "a", in: "b")["kind"] == "Pod")
        #expect(server.requests.count == 2)
        let error = await #expect(throws: KubernetesError.self) { try await client.get(.pods, "c", in: "b") }
        #expect(error?.status?.code == 401)
        #expect(server.requests.count == 4)
    }

    @Test("a server that refuses connections is unreachable, one that says nothing runs out of time")
    func unreachable() async throws {
        let gone = try ScriptedServer { _, _ in [] }
        gone.stop()
        let error = await #expect(throws: KubernetesError.self) { try await client(gone).serverVersion() }
        guard case .unreachable(gone.url, _)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let silent = try ScriptedServer { _, _ in [.hang] }
        await #expect(throws: KubernetesError.timeout(server: silent.url, after: .milliseconds(200))) {
            try await client(silent, timeout: .milliseconds(200)).get(.pods, "a", in: "b")
        }
        let garbage = try ScriptedServer { _, _ in [.json("<html>")] }
        let undecodable = await #expect(throws: KubernetesError.self) {
            try await client(garbage).serverVersion()
        }
        guard case .undecodable? = undecodable else {
            Issue.record("\(String(describing: undecodable))")
            return
        }
    }

    @Test("a cancelled task ends its request, and shutting down ends all")
    func cancellation() async throws {
        let server = try ScriptedServer { _, _ in [.hang] }
        let client = client(server)
        let task = Task { try await client.get(.pods, "a", in: "b") }
        try #require(await eventually { server.requests.count == 1 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await eventually { server.hungUp == 1 })
        let other = Task { try await client.get(.pods, "a", in: "b") }
        try #require(await eventually { server.requests.count == 2 })
        await client.shutdown()
        await #expect(throws: CancellationError.self) { try await other.value }
        await #expect(throws: CancellationError.self) { try await client.get(.pods, "a", in: "b") }
    }

    @Test("a list follows its pages, and starts over in one piece when they expire")
    func pages() async throws {
        let server = try ScriptedServer { request, _ in
            switch (request.query["continue"], request.query["limit"]) {
            case (nil, "1"):
                [
                    .json(
                        #"{"metadata":{"resourceVersion":"5","continue":"c"},"items":[{"metadata":{"name":"a"}}]}"#
                    )
                ]
            case ("c", _): [.failure(410, "Expired")]
            default:
                [
                    .json(
                        #"{"metadata":{"resourceVersion":"6"},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}"#
                    )
                ]
            }
        }
        let list = try await client(server).list(.configMaps, in: "x", ListOptions(limit: 1))
        #expect(list.items.map { $0[path: "metadata", "name"] } == ["a", "b"])
        #expect(list.items.first?["kind"] == "ConfigMap")
        #expect(list.resourceVersion == "6")
    }

    @Test("a log is followed line by line, whatever its packets and characters")
    func logs() async throws {
        let server = try ScriptedServer { _, _ in
            [.head, .trickle(ScriptedServer.Action.chunked("första\r\n\nzwei\n")), .chunk("drei"), .end]
        }
        var lines: [String] = []
        for try await line in try await client(server).followLogs("p", in: "n", LogOptions(tail: 3)) {
            lines.append(line)
        }
        #expect(lines == ["första", "zwei", "drei"])
        #expect(server.requests.first?.path == "/api/v1/namespaces/n/pods/p/log?tailLines=3&follow=true")
    }

    @Test("metadata is asked for without its object")
    func metadata() async throws {
        let server = try ScriptedServer { _, _ in
            [
                .json(
                    #"{"metadata":{},"items":[{"metadata":{"name":"sh.helm.release.v1.shop.v1","labels":{"status":"deployed"}}}]}"#
                )
            ]
        }
        let list = try await client(server).listMetadata(
            .secrets, in: "n", ListOptions(Selection(labels: "owner=helm")))
        #expect(list.items.first?.labels == ["status": "deployed"])
        #expect(server.requests.first?.headers["accept"]?.contains("as=PartialObjectMetadataList") == true)
    }
}
