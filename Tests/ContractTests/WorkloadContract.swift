import Kubernetes
import Testing

@Suite("Contract: workloads", .timeLimit(.minutes(3)))
struct WorkloadContract {
    @Test("a Deployment becomes available through a ReplicaSet and its pods", arguments: Server.available)
    func deployment(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(.deployments, json: Manifest.deployment("web", replicas: 2))
            let ready = try await sandbox.until("available", .deployments, "web") {
                $0.holds("Available") && $0[path: "status", "readyReplicas"] == 2
                    && $0.condition("Progressing")?["reason"] == "NewReplicaSetAvailable"
            }
            #expect(ready[path: "status", "observedGeneration"]?.integer == ready.generation)
            #expect(ready[path: "status", "updatedReplicas"] == 2)
            #expect(
                ready[path: "metadata", "annotations"]?["deployment.kubernetes.io/revision"] == "1")
            let sets = try await sandbox.client.list(
                .replicaSets, in: sandbox.namespace, ListOptions(Selection(labels: "app=web")))
            let set = try #require(sets.items.first)
            let hash = set[path: "metadata", "labels", "pod-template-hash"]?.string ?? "?"
            #expect(set.name == "web-\(hash)" && set.owners == ["web"])
            let pods = try await sandbox.client.list(
                .pods, in: sandbox.namespace, ListOptions(Selection(labels: "pod-template-hash=\(hash)")))
            #expect(pods.items.count == 2)
            #expect(pods.items.allSatisfy { $0.owners == [set.name] && $0.name.hasPrefix(set.name + "-") })
            #expect(pods.items.allSatisfy { $0[path: "status", "phase"] == "Running" && $0.holds("Ready") })
            #expect(pods.items.allSatisfy { $0[path: "spec", "nodeName"] != nil })
        }
    }

    @Test("a new template is rolled out as a new revision", arguments: Server.available)
    func rollout(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(.deployments, json: Manifest.deployment("web"))
            try await sandbox.until("available", .deployments, "web") { $0.holds("Available") }
            let change = try await sandbox.patch(
                .deployments, "web",
                .strategic([
                    "spec": ["template": ["spec": ["containers": [["name": "main", "image": "nginx:2"]]]]]
                ]))
            try await sandbox.until("rolled out", .deployments, "web") {
                $0[path: "status", "observedGeneration"]?.integer == change.generation
                    && $0[path: "status", "updatedReplicas"] == 1 && $0[path: "status", "replicas"] == 1
                    && $0[path: "status", "availableReplicas"] == 1
            }
            let sets = try await sandbox.client.list(
                .replicaSets, in: sandbox.namespace, ListOptions(Selection(labels: "app=web")))
            let replicas = Dictionary(
                uniqueKeysWithValues: sets.items.map {
                    (
                        $0[path: "metadata", "annotations"]?["deployment.kubernetes.io/revision"]?.string
                            ?? "", $0[path: "spec", "replicas"]?.integer
                    )
                })
            #expect(replicas == ["1": 0, "2": 1])
        }
    }

    @Test("a StatefulSet makes pods by number and claims that outlive it", arguments: Server.available)
    func statefulSet(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(.statefulSets, json: Manifest.statefulSet("db"))
            try await sandbox.until("ready", .statefulSets, "db") {
                $0[path: "status", "readyReplicas"] == 1
            }
            let pod = try await sandbox.get(.pods, "db-0")
            #expect(pod.owners == ["db"])
            #expect(
                pod[path: "metadata", "labels"]?["statefulset.kubernetes.io/pod-name"] == "db-0")
            let claim = try await sandbox.get(.persistentVolumeClaims, "data-db-0")
            #expect(claim[path: "status", "phase"] == "Bound" && claim.owners == [])
            #expect(claim[path: "spec", "volumeName"] != nil)
            #expect(
                pod[path: "spec", "volumes"]?.item("data")?[path: "persistentVolumeClaim", "claimName"]
                    == "data-db-0")
            try await sandbox.delete(.statefulSets, "db", DeleteOptions(propagation: .background))
            try await sandbox.untilGone(.pods, "db-0")
            #expect(try await !sandbox.get(.persistentVolumeClaims, "data-db-0").isEnding)
        }
    }

    @Test("a Job completes", arguments: Server.available)
    func job(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(.jobs, json: Manifest.job("setup"))
            let done = try await sandbox.until("complete", .jobs, "setup") { $0.holds("Complete") }
            #expect(done[path: "status", "succeeded"] == 1 && done[path: "status", "completionTime"] != nil)
            let pods = try await sandbox.client.list(
                .pods, in: sandbox.namespace, ListOptions(Selection(labels: "job-name=setup")))
            #expect(pods.items.map { $0[path: "status", "phase"] } == ["Succeeded"])
        }
    }

    @Test("a Job that fails for good says so", arguments: Server.available)
    func failedJob(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(
                .jobs, json: Manifest.job("setup", annotations: ["fake-kubelet/fail": "JobFailed"]))
            let failed = try await sandbox.until("failed", .jobs, "setup") { $0.holds("Failed") }
            #expect(failed.condition("Failed")?["reason"] == "BackoffLimitExceeded")
            #expect(failed[path: "status", "failed"] == 1)
        }
    }

    @Test("an image that can't be pulled shows on the pod and in events", arguments: Server.available)
    func imagePull(server: Server) async throws {
        try await server.run { sandbox in
            try await sandbox.create(
                .deployments,
                json: Manifest.deployment(
                    "web", image: "nobody/nothing:1", annotations: ["fake-kubelet/fail": "ImagePullBackOff"]))
            let pods = try await sandbox.until("the reason", .pods, Selection(labels: "app=web")) { pods in
                pods.values.contains { Self.waitingReason($0) == "ImagePullBackOff" }
            }
            let pod = try #require(pods.values.first)
            #expect(pod[path: "status", "phase"] == "Pending" && !pod.holds("Ready"))
            let about = Selection(fields: "involvedObject.kind=Pod,involvedObject.name=\(pod.name)")
            let events = try await sandbox.until("a warning", .events, about) { events in
                events.values.contains {
                    $0["type"] == "Warning" && $0["reason"] == "Failed"
                        && $0["message"]?.string?.contains("nobody/nothing:1") == true
                }
            }
            #expect(events.values.contains { $0["reason"] == "Scheduled" })
            #expect(try await !sandbox.get(.deployments, "web").holds("Available"))
        }
    }

    @Test("a Service has its ready pods as endpoints", arguments: Server.available)
    func endpoints(server: Server) async throws {
        try await server.run { sandbox in
            let service = try await sandbox.create(
                .services,
                json:
                    #"{"metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]}}"#
            )
            #expect(service[path: "spec", "clusterIP"]?.string?.contains(".") == true)
            #expect(service[path: "spec", "type"] == "ClusterIP")
            try await sandbox.create(.deployments, json: Manifest.deployment("web"))
            let endpoints = ResourceEndpoint(plural: "endpoints", kind: "Endpoints")
            let found = try await sandbox.until("an address", endpoints, "web") {
                $0["subsets"]?.array?.first?["addresses"]?.array?.count == 1
            }
            let target = found["subsets"]?.array?.first?["addresses"]?.array?.first?["targetRef"]
            #expect(target?["kind"] == "Pod" && target?["name"]?.string?.hasPrefix("web-") == true)
        }
    }

    private static func waitingReason(_ pod: JSONValue) -> String? {
        let status = pod[path: "status", "containerStatuses"]?.array?.first
        return status?[path: "state", "waiting", "reason"]?.string
    }
}
