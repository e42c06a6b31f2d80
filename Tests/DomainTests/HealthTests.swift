import Domain
import Testing

@Suite("A store's health")
struct HealthTests {
    private static let ready = WorkloadSummary(
        kind: .deployment, name: "shop", wanted: 1, ready: 1, isSettled: true)
    private static let starting = WorkloadSummary(
        kind: .statefulSet, name: "shop-mysql", wanted: 1, ready: 0, isSettled: true)
    private static let setup = WorkloadSummary(
        kind: .job, name: "shop-setup", wanted: 1, ready: 1, isSettled: true)
    private static let stuck = WorkloadSummary(
        kind: .deployment, name: "shop", wanted: 1, ready: 0, isSettled: false,
        failure: "ProgressDeadlineExceeded: too slow")

    @Test(
        "follows from its workloads and its phase",
        arguments: [
            ([ready, setup], .ready, .healthy), ([ready, starting], .ready, .progressing),
            ([ready], .upgrading, .progressing), ([], .provisioning, .progressing), ([], .ready, .degraded),
            ([setup], .ready, .degraded), ([stuck], .provisioning, .degraded), ([], .archived, .healthy),
        ] as [([WorkloadSummary], StorePhase, Health)])
    func workloads(workloads: [WorkloadSummary], phase: StorePhase, health: Health) {
        let seen = StoreObservation(namespace: "store-shop", storeID: nil, workloads: workloads)
        #expect(seen.health(phase: phase) == health)
    }

    @Test("is degraded when the namespace ends without anybody's having asked for it")
    func terminating() {
        let seen = StoreObservation(
            namespace: "store-shop", storeID: nil, namespaceState: .terminating(message: ""))
        #expect(seen.health(phase: .deleting) == .progressing)
        #expect(seen.health(phase: .ready) == .degraded)
    }

    @Test("is degraded, and names it, where a workload of the release is gone, unless a job is at work")
    func missing() {
        let seen = StoreObservation(
            namespace: "store-shop", storeID: nil, workloads: [Self.ready],
            missing: ["StatefulSet shop-mysql"])
        #expect(seen.health(phase: .ready) == .degraded && seen.health(phase: .failed) == .degraded)
        #expect(seen.problem(phase: .ready) == "StatefulSet shop-mysql doesn't exist any more")
        for phase in [StorePhase.upgrading, .archived] { #expect(seen.problem(phase: phase) == nil) }
        #expect(seen.health(phase: .upgrading) == .progressing)
    }

    @Test("names the pod that can't start, with the reason")
    func problem() {
        let pod = PodSummary(
            id: "1", name: "shop-0", condition: .failing, reason: "ImagePullBackOff", message: "no such image"
        )
        let seen = StoreObservation(
            namespace: "store-shop", storeID: nil, pods: [pod], workloads: [Self.starting])
        #expect(seen.problem == "shop-0: ImagePullBackOff: no such image")
        #expect(seen.health(phase: .provisioning) == .degraded)
    }
}
