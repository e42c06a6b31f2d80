import Kubernetes
import Testing

@Suite("Contract: quotas and limits", .timeLimit(.minutes(2)))
struct LimitContract {
    @Test("a quota counts, refuses what would exceed it, and gives back", arguments: Server.available)
    func quota(server: Server) async throws {
        try await server.run { sandbox in
            try await quota(["services": "1"], sandbox)
            try await service("a", sandbox)
            try await sandbox.until("counted", .resourceQuotas, "one") { used($0, "services") == "1" }
            let status = try await sandbox.refusal { try await service("b", sandbox) }
            #expect(status.code == 403 && status.reason == "Forbidden")
            #expect(
                status.message == #"services "b" is forbidden: exceeded quota: one, requested: services=1, "#
                    + "used: services=1, limited: services=1")
            #expect(status.details?.name == "b" && status.details?.kind == "services")
            try await sandbox.delete(.services, "a")
            try await sandbox.until("given back", .resourceQuotas, "one") { used($0, "services") == "0" }
            try await service("b", sandbox)
        }
    }

    @Test("a quota on cpu wants every pod to say what it needs", arguments: Server.available)
    func unspecified(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.untilPodsAreTaken()
            try await quota(["requests.cpu": "1"], sandbox)
            let status = try await sandbox.refusal {
                try await sandbox.create(.pods, json: Manifest.pod("a"))
            }
            #expect(status.code == 403)
            #expect(
                status.message.hasPrefix(
                    #"pods "a" is forbidden: failed quota: one: must specify requests.cpu"#))
            let needs = #"{"requests": {"cpu": "600m"}}"#
            try await sandbox.create(.pods, json: Manifest.pod("a", resources: needs))
            try await sandbox.until("counted", .resourceQuotas, "one") { used($0, "requests.cpu") == "600m" }
            let second = try await sandbox.refusal {
                try await sandbox.create(.pods, json: Manifest.pod("b", resources: needs))
            }
            #expect(
                second.message
                    == #"pods "b" is forbidden: exceeded quota: one, requested: requests.cpu=600m, "#
                    + "used: requests.cpu=600m, limited: requests.cpu=1")
        }
    }

    @Test("pods that a quota refuses show on their Deployment and in events", arguments: Server.available)
    func refusedPods(server: Server) async throws {
        try await server.run { sandbox in
            try await quota(["pods": "1"], sandbox)
            try await sandbox.create(.deployments, json: Manifest.deployment("web", replicas: 2))
            let failing = try await sandbox.until("its failure", .deployments, "web") {
                $0.holds("ReplicaFailure")
            }
            let condition = failing.condition("ReplicaFailure")
            #expect(condition?["reason"] == "FailedCreate")
            #expect(condition?["message"]?.string?.contains("exceeded quota: one") == true)
            let events = try await sandbox.until(
                "an event", .events, Selection(fields: "involvedObject.kind=ReplicaSet,reason=FailedCreate")
            ) { !$0.isEmpty }
            #expect(events.values.allSatisfy { $0["type"] == "Warning" })
            try await sandbox.until("counted", .resourceQuotas, "one") { used($0, "pods") == "1" }
        }
    }

    @Test(
        "a LimitRange gives containers its defaults and refuses what is over its maximum",
        arguments: Server.available)
    func limits(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.untilPodsAreTaken()
            try await sandbox.create(
                .limitRanges,
                json: """
                    {"metadata": {"name": "limits"}, "spec": {"limits": [{"type": "Container",
                     "default": {"cpu": "500m", "memory": "256Mi"}, "defaultRequest": {"cpu": "50m"},
                     "max": {"cpu": "1"}}]}}
                    """)
            let pod = try await sandbox.create(.pods, json: Manifest.pod("a"))
            let resources = pod[path: "spec", "containers"]?.item("main")?["resources"]
            #expect(resources?["limits"] == ["cpu": "500m", "memory": "256Mi"])
            #expect(resources?["requests"] == ["cpu": "50m", "memory": "256Mi"])
            #expect(pod[path: "status", "qosClass"] == "Burstable")
            #expect(pod[path: "spec", "restartPolicy"] == "Always")
            let status = try await sandbox.refusal {
                try await sandbox.create(
                    .pods, json: Manifest.pod("b", resources: #"{"limits": {"cpu": "2"}}"#))
            }
            #expect(status.code == 403 && status.reason == "Forbidden")
            #expect(status.message.contains("maximum cpu usage per Container is 1, but limit is 2"))
        }
    }

    /// A quota that has been counted once, from when on it's enforced.
    private func quota(_ hard: JSONValue, _ sandbox: Sandbox) async throws {
        try await sandbox.create(.resourceQuotas, ["metadata": ["name": "one"], "spec": ["hard": hard]])
        try await sandbox.until("enforced", .resourceQuotas, "one") {
            $0[path: "status", "used"]?.object?.isEmpty == false
        }
    }

    private func service(_ name: String, _ sandbox: Sandbox) async throws {
        try await sandbox.create(
            .services, ["metadata": ["name": .string(name)], "spec": ["ports": [["port": 80]]]])
    }

    private func used(_ quota: JSONValue, _ resource: String) -> String? {
        quota[path: "status", "used"]?[resource]?.string
    }
}
