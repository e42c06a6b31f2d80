import Foundation
import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Simulated workloads")
struct SimulationWorkloadTests {
    @Test("a deployment's pods pass through ContainerCreating to Ready, with the events of a real node")
    func deployment() async throws {
        let world = try await SimulationWorld()
        try world.create(.deployment, SimulationWorld.deployment("web", replicas: 2))
        await world.pass(0)
        #expect(world.list(.pod).map(world.waitingReason) == ["ContainerCreating", "ContainerCreating"])
        #expect(world.get(.deployment, "web")?["status"]?.isTrue("Available") == false)
        await world.pass(10)
        let web = try #require(world.get(.deployment, "web"))
        #expect(web.status("readyReplicas") == 2 && web.status("observedGeneration") == 1)
        #expect(web["status"]?.condition("Progressing")?["reason"] == "NewReplicaSetAvailable")
        let pod = try #require(world.list(.pod).first)
        #expect(pod.name.hasPrefix(world.list(.replicaSet)[0].name + "-"))
        let events = world.events(about: pod.name)
        #expect(
            events.keys.sorted().filter { $0 != "Pulling" } == ["Created", "Pulled", "Scheduled", "Started"])
    }

    @Test(
        "a rolling update never has fewer ready pods than allowed, and a rollback takes up the old ReplicaSet"
    )
    func rollingUpdate() async throws {
        let world = try await SimulationWorld()
        let strategy =
            #""strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}},"#
        try world.create(.deployment, SimulationWorld.deployment("web", replicas: 3, extra: strategy))
        await world.pass(10)
        try world.update(.deployment, "web") { setImage(&$0, "nginx:2") }
        for _ in 0..<40 {
            await world.pass(0.5)
            #expect(world.list(.pod).count { PodTemplate.isReady($0) && !$0.isBeingDeleted } >= 3)
            #expect(world.list(.pod).count(where: PodTemplate.isActive) <= 4)
        }
        let sets = world.list(.replicaSet).sorted { Rollout.size($0) < Rollout.size($1) }
        #expect(sets.map(Rollout.size) == [0, 3])
        #expect(world.get(.deployment, "web")?.annotation(Rollout.revision) == "2")
        try world.update(.deployment, "web") { setImage(&$0, "nginx:1") }
        await world.pass(20)
        #expect(world.list(.replicaSet).count == 2)
        #expect(world.get(.deployment, "web")?.annotation(Rollout.revision) == "3")
        #expect(world.get(.deployment, "web")?.status("updatedReplicas") == 3)
    }

    @Test("Recreate ends the old pods before it makes new ones")
    func recreate() async throws {
        let world = try await SimulationWorld()
        try world.create(
            .deployment, SimulationWorld.deployment("web", extra: #""strategy":{"type":"Recreate"},"#))
        await world.pass(10)
        try world.update(.deployment, "web") { setImage(&$0, "nginx:2") }
        for _ in 0..<30 {
            await world.pass(0.2)
            #expect(world.list(.pod).count <= 1)
        }
        await world.pass(5)
        #expect(world.get(.deployment, "web")?.status("readyReplicas") == 1)
    }

    @Test("a rollout that gets nowhere exceeds its progress deadline")
    func progressDeadline() async throws {
        let world = try await SimulationWorld()
        let json = SimulationWorld.deployment(
            "web", image: "shop/web:missing", extra: #""progressDeadlineSeconds":60,"#)
        try world.create(.deployment, json)
        await world.pass(3)
        let pod = try #require(world.list(.pod).first)
        #expect(world.waitingReason(pod) == "ImagePullBackOff")
        #expect(world.events(about: pod.name)["BackOff"]?.count == 1)
        await world.pass(70)
        let condition = world.get(.deployment, "web")?["status"]?.condition("Progressing")
        #expect(condition?["reason"] == "ProgressDeadlineExceeded" && condition?["status"] == "False")
        try world.update(.deployment, "web") { setImage(&$0, "nginx:1") }
        await world.pass(20)
        #expect(world.get(.deployment, "web")?["status"]?.condition("Progressing")?["status"] == "True")
        #expect(world.get(.deployment, "web")?.status("readyReplicas") == 1)
    }

    @Test("a stateful set makes its pods one after another, each with its bound claim")
    func statefulSet() async throws {
        let world = try await SimulationWorld()
        try world.create(.statefulSet, Self.database(replicas: 2))
        await world.pass(1)
        #expect(world.list(.pod).map(\.name) == ["db-0"])
        await world.pass(40)
        #expect(world.list(.pod).map(\.name) == ["db-0", "db-1"])
        #expect(world.list(.persistentVolumeClaim).map(\.name) == ["data-db-0", "data-db-1"])
        #expect(world.list(.persistentVolumeClaim).allSatisfy { $0[path: "status", "phase"] == "Bound" })
        let set = try #require(world.get(.statefulSet, "db"))
        #expect(
            set.status("readyReplicas") == 2
                && set[path: "status", "currentRevision"] == set[path: "status", "updateRevision"])
        try world.update(.statefulSet, "db") { setImage(&$0, "mysql:8.4.12") }
        await world.pass(60)
        let images = world.list(.pod).map { $0[path: "spec", "containers"]?.array?.first?["image"] }
        #expect(images == ["mysql:8.4.12", "mysql:8.4.12"])
        #expect(world.get(.statefulSet, "db")?.status("updatedReplicas") == 2)
        try world.delete(.statefulSet, "db")
        await world.pass(5)
        #expect(world.list(.pod).isEmpty && world.list(.persistentVolumeClaim).count == 2)
        try world.delete(.persistentVolumeClaim, "data-db-0")
        await world.pass(0)
        #expect(world.list(.persistentVolumeClaim).map(\.name) == ["data-db-1"])
        #expect(world.store.list(.persistentVolume).count == 1)
    }

    @Test("a job completes; one that fails stops at its back-off limit", arguments: [false, true])
    func job(fails: Bool) async throws {
        let world = try await SimulationWorld()
        let annotations = fails ? #"{"fake-kubelet/fail":"JobFailed"}"# : #"{"fake-kubelet/job-delay":"3"}"#
        try world.create(
            .job, Self.job(annotations, extra: #""backoffLimit":1,"ttlSecondsAfterFinished":300,"#))
        await world.pass(60)
        let job = try #require(world.get(.job, "setup"))
        if fails {
            #expect(job.status("failed") == 2)
            #expect(job["status"]?.condition("Failed")?["reason"] == "BackoffLimitExceeded")
        } else {
            #expect(job.status("succeeded") == 1 && job["status"]?.isTrue("SuccessCriteriaMet") == true)
            #expect(job["status"]?.isTrue("Complete") == true && job[path: "status", "completionTime"] != nil)
        }
        await world.pass(301)
        #expect(world.list(.job).isEmpty && world.list(.pod).isEmpty)
    }

    @Test("a job that outlives its deadline fails and its pods go")
    func jobDeadline() async throws {
        let world = try await SimulationWorld()
        try world.create(
            .job,
            Self.job(#"{"fake-kubelet/fail":"ContainerCreating"}"#, extra: #""activeDeadlineSeconds":30,"#))
        await world.pass(35)
        #expect(world.get(.job, "setup")?["status"]?.condition("Failed")?["reason"] == "DeadlineExceeded")
        #expect(world.list(.pod).isEmpty)
    }

    @Test("a web shop waits for its database, and its setup job does too")
    func dependency() async throws {
        let world = try await SimulationWorld()
        try world.create(.statefulSet, Self.database(replicas: 1))
        let probe = SimulationWorld.deployment("wordpress", image: "wordpress:7.1.0-php8.3-apache")
            .replacingOccurrences(
                of: "\"name\":\"main\"",
                with: "\"name\":\"main\",\"readinessProbe\":{\"httpGet\":{\"path\":\"/\",\"port\":80}}")
        try world.create(.deployment, probe)
        try world.create(.job, Self.job("{}", image: "wordpress:cli-2.12-php8.3"))
        await world.pass(8)
        #expect(world.get(.deployment, "wordpress")?.status("readyReplicas") == 0)
        await world.pass(20)
        #expect(world.get(.deployment, "wordpress")?.status("readyReplicas") == 1)
        #expect(world.get(.job, "setup")?.status("succeeded") == 1)
    }

    @Test("a cron job starts its jobs on schedule and keeps only the last ones")
    func cronJob() async throws {
        let world = try await SimulationWorld()
        let job = Self.job("{}")
        let spec = try JSONValue(parsing: job)["spec"] ?? [:]
        try world.create(
            .cronJob,
            #"{"metadata":{"name":"tick"},"spec":{"schedule":"*/5 * * * *","successfulJobsHistoryLimit":2,"jobTemplate":{"spec":\#(spec)}}}"#
        )
        await world.pass(30 * 60)
        #expect(world.list(.job).count == 2)
        #expect(world.get(.cronJob, "tick")?[path: "status", "lastScheduleTime"] != nil)
    }

    @Test(
        "cron schedules name their next time",
        arguments: [
            ("*/15 * * * *", "2026-11-23T09:00:00Z"), ("30 2 * * *", "2026-11-24T02:30:00Z"),
            ("0 0 1 1 *", "2027-01-01T00:00:00Z"), ("0 12 * * mon-fri", "2026-11-23T12:00:00Z"),
            ("@weekly", "2026-11-29T00:00:00Z"),
        ])
    func cron(schedule: String, expected: String) throws {
        let date = try #require(Timestamp.parse("2026-11-23T08:47:10Z"))
        #expect(CronSchedule(schedule)?.next(after: date).map(Timestamp.string) == expected)
        #expect(CronSchedule(schedule + " 1") == nil)
    }

    static func database(replicas: Int) -> String {
        """
        {"metadata":{"name":"db"},"spec":{"replicas":\(replicas),"serviceName":"db","selector":{"matchLabels":{"app":"db"}},
        "template":{"metadata":{"labels":{"app":"db"}},"spec":{"containers":[{"name":"mysql","image":"mysql:8.4.11",
        "readinessProbe":{"exec":{"command":["true"]}},"volumeMounts":[{"name":"data","mountPath":"/var/lib/mysql"}]}]}},
        "volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],
        "resources":{"requests":{"storage":"1Gi"}}}}]}}
        """
    }

    static func job(_ annotations: String, image: String = "busybox:1", extra: String = "") -> String {
        """
        {"metadata":{"name":"setup"},"spec":{\(extra)"template":{"metadata":{"annotations":\(annotations)},
        "spec":{"restartPolicy":"Never","containers":[{"name":"run","image":"\(image)"}]}}}}
        """
    }

    private func setImage(_ object: inout JSONValue, _ image: String) {
        guard var container = object[path: "spec", "template", "spec", "containers"]?.array?.first else {
            return
        }
        container["image"] = .string(image)
        object["spec"]?["template"]?["spec"]?["containers"] = [container]
    }
}
