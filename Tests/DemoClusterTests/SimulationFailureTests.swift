import Foundation
import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Simulated failures, limits and endings")
struct SimulationFailureTests {
    @Test(
        "failures show as a real kubelet shows them, and heal",
        arguments: [
            ("ImagePullBackOff", ["ErrImagePull", "ImagePullBackOff"]),
            ("CreateContainerConfigError", ["CreateContainerConfigError"]),
            ("CrashLoopBackOff", ["CrashLoopBackOff"]), ("OOMKilled", ["CrashLoopBackOff"]),
            ("ContainerCreating", ["ContainerCreating"]),
        ])
    func failure(reason: String, seen: [String]) async throws {
        let world = try await SimulationWorld()
        let annotations = #"{"fake-kubelet/fail":"\#(reason)","fake-kubelet/fail-for":"20"}"#
        try world.create(.deployment, SimulationWorld.deployment("web", pod: annotations))
        var reasons: Set<String> = []
        for _ in 0..<18 {
            await world.pass(1)
            if let reason = world.list(.pod).first.flatMap(world.waitingReason) { reasons.insert(reason) }
        }
        #expect(reasons.isSuperset(of: seen))
        if reason == "OOMKilled" {
            let last = world.list(.pod)[0][path: "status", "containerStatuses"]?.array?.first?[
                path: "lastState", "terminated"]
            #expect(last?["reason"] == "OOMKilled" && last?["exitCode"] == 137)
        }
        await world.pass(15)
        #expect(world.get(.deployment, "web")?.status("readyReplicas") == 1)
    }

    @Test("a pod that needs a missing Secret says so and starts when it appears")
    func missingSecret() async throws {
        let world = try await SimulationWorld()
        try world.create(
            .pod,
            #"{"metadata":{"name":"web"},"spec":{"containers":[{"name":"main","image":"nginx:1","env":[{"name":"P","valueFrom":{"secretKeyRef":{"name":"login","key":"password"}}}]}]}}"#
        )
        await world.pass(5)
        let pod = try #require(world.get(.pod, "web"))
        #expect(world.waitingReason(pod) == "CreateContainerConfigError")
        #expect(world.events(about: "web")["Failed"] == [#"Error: secret "login" not found"#])
        try world.create(.secret, #"{"metadata":{"name":"login"},"data":{"password":"eA=="}}"#)
        await world.pass(5)
        #expect(world.get(.pod, "web").map(PodTemplate.isReady) == true)
    }

    @Test("an injected failure hits a running pod, and it recovers")
    func injected() async throws {
        let world = try await SimulationWorld()
        try world.create(.deployment, SimulationWorld.deployment("web"))
        await world.pass(10)
        let key = ObjectKey(.pod, try #require(world.list(.pod).first))
        try await world.simulation.inject(.unready, into: key)
        await world.pass(1)
        #expect(world.get(.deployment, "web")?.status("readyReplicas") == 0)
        try await world.simulation.inject(nil, into: key)
        await world.pass(2)
        #expect(world.get(.deployment, "web")?.status("readyReplicas") == 1)
    }

    @Test("a quota refuses pods as a real server does, and lets them in when there is room")
    func quota() async throws {
        let world = try await SimulationWorld()
        try world.create(
            .resourceQuota, #"{"metadata":{"name":"small"},"spec":{"hard":{"pods":"1","requests.cpu":"1"}}}"#)
        try world.create(
            .limitRange,
            #"{"metadata":{"name":"limits"},"spec":{"limits":[{"type":"Container","defaultRequest":{"cpu":"600m"}}]}}"#
        )
        try world.create(.deployment, SimulationWorld.deployment("web", replicas: 2))
        await world.pass(5)
        let set = try #require(world.list(.replicaSet).first)
        let condition = set["status"]?.condition("ReplicaFailure")
        #expect(condition?["reason"] == "FailedCreate")
        #expect(
            condition?["message"]?.string?.hasSuffix(
                "is forbidden: exceeded quota: small, requested: pods=1,requests.cpu=600m, used: pods=1,requests.cpu=600m, limited: pods=1,requests.cpu=1"
            ) == true)
        #expect(world.get(.deployment, "web")?["status"]?.isTrue("ReplicaFailure") == true)
        #expect(
            world.get(.resourceQuota, "small")?[path: "status", "used"] == [
                "pods": "1", "requests.cpu": "600m",
            ])
        try world.update(.resourceQuota, "small") {
            $0["spec"]?["hard"] = ["pods": "3", "requests.cpu": "2"]
        }
        await world.pass(5)
        #expect(world.get(.deployment, "web")?.status("readyReplicas") == 2)
        #expect(world.get(.deployment, "web")?["status"]?.condition("ReplicaFailure") == nil)
    }

    @Test("a quota on limits refuses a pod that states none; Pod Security names each breach")
    func refusals() async throws {
        let world = try await SimulationWorld()
        try world.create(
            .resourceQuota,
            #"{"metadata":{"name":"q"},"spec":{"hard":{"limits.cpu":"1","limits.memory":"1Gi"}}}"#)
        let pod = #"{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"nginx"}]}}"#
        #expect(
            throws: APIFailure(
                code: 403, reason: "Forbidden",
                message:
                    #"pods "p" is forbidden: failed quota: q: must specify limits.cpu for: a; limits.memory for: a"#,
                details: APIFailure.details(.pod, "p"))
        ) { try world.create(.pod, pod) }
        try world.create(
            .namespace,
            #"{"metadata":{"name":"strict","labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}"#)
        await world.pass(0)
        let failure = try #require(throws: APIFailure.self) { try world.create(.pod, pod, in: "strict") }
        #expect(
            failure.message
                == #"pods "p" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")"#
        )
        #expect(throws: APIFailure.self) {
            try world.create(.secret, #"{"metadata":{"name":"x"}}"#, in: "nowhere")
        }
    }

    @Test("a deleted namespace takes its content with it")
    func namespaceEnd() async throws {
        let world = try await SimulationWorld()
        try world.create(.deployment, SimulationWorld.deployment("web", replicas: 2))
        try world.create(.statefulSet, SimulationWorkloadTests.database(replicas: 1))
        await world.pass(30)
        try world.delete(.namespace, "shop")
        await world.pass(0)
        let ending = try #require(world.get(.namespace, "shop"))
        #expect(ending[path: "status", "phase"] == "Terminating")
        #expect(ending["status"]?.condition("NamespaceContentRemaining")?["reason"] == "SomeResourcesRemain")
        let refusal = try #require(throws: APIFailure.self) {
            try world.create(.secret, #"{"metadata":{"name":"x"}}"#)
        }
        #expect(refusal.code == 403)
        await world.pass(5)
        #expect(world.get(.namespace, "shop") == nil)
        #expect(ResourceKind.allNamespaced.allSatisfy { world.list($0).isEmpty })
        #expect(world.store.list(.persistentVolume).isEmpty)
    }

    @Test("a finalizer that nobody removes holds its namespace, which says so")
    func stuckFinalizer() async throws {
        let world = try await SimulationWorld()
        try world.create(.configMap, #"{"metadata":{"name":"stuck","finalizers":["example.com/hold"]}}"#)
        try world.delete(.namespace, "shop")
        await world.pass(600)
        let condition = world.get(.namespace, "shop")?["status"]?.condition("NamespaceFinalizersRemaining")
        #expect(condition?["status"] == "True")
        #expect(
            condition?["message"]
                == "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances"
        )
        try world.update(.configMap, "stuck") { $0.setFinalizers([]) }
        await world.pass(1)
        #expect(world.get(.namespace, "shop") == nil)
    }

    @Test(
        "what a deployment owns goes with it, or before it, or stays",
        arguments: [DeletionPropagation.background, .foreground, .orphan])
    func garbage(propagation: DeletionPropagation) async throws {
        let world = try await SimulationWorld()
        try world.create(.deployment, SimulationWorld.deployment("web"))
        await world.pass(10)
        try world.delete(.deployment, "web", propagation)
        await world.pass(0)
        #expect((world.get(.deployment, "web") != nil) == (propagation == .foreground))
        await world.pass(5)
        #expect(world.get(.deployment, "web") == nil)
        #expect(world.list(.replicaSet).count == (propagation == .orphan ? 1 : 0))
        #expect(world.list(.pod).count == (propagation == .orphan ? 1 : 0))
    }

    @Test(
        "a simulation that takes over a store goes on where the last one was cut off",
        arguments: [0.0, 1, 2, 4, 8, 13, 30])
    func resume(after seconds: Double) async throws {
        let first = try await SimulationWorld()
        try first.create(.statefulSet, SimulationWorkloadTests.database(replicas: 1))
        try first.create(.job, SimulationWorkloadTests.job("{}", image: "wordpress:cli-2"))
        await first.pass(seconds)
        let second = try await SimulationWorld(on: first)
        await second.pass(40)
        #expect(second.get(.statefulSet, "db")?.status("readyReplicas") == 1)
        #expect(second.get(.job, "setup")?.status("succeeded") == 1)
        #expect(second.list(.pod).count == 2)
        let version = second.store.view().resourceVersion
        let third = try await SimulationWorld(on: second)
        await third.pass(60)
        #expect(third.store.view().resourceVersion == version, "a settled world is left alone")
    }

    @Test("events count up and are gone after an hour")
    func events() async throws {
        let world = try await SimulationWorld()
        try world.create(
            .deployment, SimulationWorld.deployment("web", pod: #"{"fake-kubelet/fail":"CrashLoopBackOff"}"#))
        await world.pass(200)
        let pod = try #require(world.list(.pod).first)
        let started = world.list(.event).first {
            $0["reason"] == "Started" && $0[path: "involvedObject", "name"]?.string == pod.name
        }
        #expect((started?["count"]?.integer ?? 0) > 2)
        try world.delete(.deployment, "web")
        await world.pass(3700)
        #expect(world.list(.event).isEmpty)
    }
}
