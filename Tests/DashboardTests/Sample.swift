import Dashboard
import Domain
import FoundationEssentials
import Terminal

/// A small world with everything that a screen tells apart.
enum Sample {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    static func settings(readOnly: Bool = false, demo: Bool = true) -> DashboardSettings {
        DashboardSettings(
            cluster: demo ? "urumi-demo" : "k3s-prod", isDemo: demo, isReadOnly: readOnly, maxStores: 10,
            requestedBy: "ada@vps",
            engines: [
                EngineOffer(.woocommerce), EngineOffer(.medusa, unavailable: "its chart isn't installed"),
            ],
            sizes: [
                .woocommerce: [.small: "2 CPU, 2Gi memory, 10Gi storage"],
                .medusa: [.small: "3 CPU, 3Gi memory, 12Gi storage"],
            ], themes: ["daylight", "midnight"],
            theme: "midnight")
    }

    static func id(_ number: Int) -> StoreID {
        let digits = String(number, radix: 16)
        let tail = String(repeating: "0", count: 12 - digits.count) + digits
        return StoreID(UUID(uuidString: "00000000-0000-4000-8000-\(tail)")!)
    }

    static func store(
        _ number: Int, _ name: String, phase: StorePhase = .ready, engine: Engine = .woocommerce,
        age: TimeInterval = 7_200, error: String? = nil
    ) -> Store {
        guard let storeName = try? StoreName(name) else { preconditionFailure("\(name) is no name") }
        return Store(
            id: id(number), name: storeName, cluster: "urumi-demo", namespace: "store-\(name)",
            spec: StoreSpec(
                engine: engine, hosts: ["\(name).localhost"], chartDigest: "d", chartVersion: "1.0.0"),
            status: StoreStatus(
                phase: phase, lastError: error, revision: phase == .ready ? 1 : nil,
                createdAt: now.addingTimeInterval(-age), updatedAt: now))
    }

    static func observation(_ store: Store, ready: Bool = true, pods: [PodSummary]? = nil) -> StoreObservation
    {
        let name = store.name.description
        let web = PodSummary(
            id: "\(name)-1", name: "\(name)-web-7c9f", component: "web",
            condition: ready ? .ready : .starting,
            reason: ready ? "Running" : "ContainerCreating", readyContainers: ready ? 1 : 0,
            startedAt: now.addingTimeInterval(-360))
        let database = PodSummary(
            id: "\(name)-2", name: "\(name)-mysql-0", component: "database", condition: .ready,
            reason: "Running",
            readyContainers: 1, restarts: 2, startedAt: now.addingTimeInterval(-4_000))
        return StoreObservation(
            namespace: store.namespace, storeID: store.id, pods: pods ?? [web, database],
            workloads: [
                WorkloadSummary(
                    kind: .deployment, name: "\(name)-web", wanted: 1, ready: ready ? 1 : 0, isSettled: ready),
                WorkloadSummary(
                    kind: .statefulSet, name: "\(name)-mysql", wanted: 1, ready: 1, isSettled: true),
            ],
            volumes: [VolumeSummary(name: "data-\(name)-mysql-0", phase: "Bound", capacity: "5Gi")],
            quota: [
                QuotaUsage(resource: "limits.cpu", used: "1500m", hard: "2", fraction: 0.75),
                QuotaUsage(resource: "limits.memory", used: "1984Mi", hard: "2Gi", fraction: 0.97),
            ], hosts: store.spec.hosts)
    }

    static let shop = store(1, "shop")
    static let atelier = store(2, "atelier", phase: .provisioning, age: 40)
    static let bakery = store(3, "bakery", age: 200_000)
    static let garden = store(
        4, "garden", phase: .failed, engine: .medusa, error: "QuotaExceeded: 2Gi of memory")
    static let stores = [atelier, bakery, garden, shop]

    static func job(
        _ number: Int, _ store: Store, _ kind: JobKind = .create, state: JobState = .running,
        began: TimeInterval = 12
    ) -> Job {
        var job = Job(
            id: JobID(id(number).uuid), storeID: store.id, storeName: store.name, cluster: store.cluster,
            kind: kind,
            state: state, attempt: 1, runAt: now, createdAt: now.addingTimeInterval(-began - 1),
            startedAt: now.addingTimeInterval(-began), requestedBy: "ada@vps")
        if state == .running {
            for index in 0..<4 {
                job.steps[index].state = .succeeded
                job.steps[index].startedAt = now.addingTimeInterval(-began)
                job.steps[index].finishedAt = now.addingTimeInterval(-began + 1)
            }
            job.steps[4].state = .running
            job.steps[4].startedAt = now.addingTimeInterval(-8)
            job.steps[4].detail = "atelier-web-7c9f: ContainerCreating"
        } else if !state.isActive {
            job.finishedAt = now.addingTimeInterval(-300)
        }
        return job
    }

    static let revisions = [
        ReleaseRevision(
            revision: 3, state: .deployed, updatedAt: now.addingTimeInterval(-400), chart: "woocommerce",
            chartVersion: "0.1.0", description: "Upgrade complete", operation: JobID(id(12).uuid)),
        ReleaseRevision(
            revision: 2, state: .failed, updatedAt: now.addingTimeInterval(-4_000), chart: "woocommerce",
            chartVersion: "0.1.0", description: "Upgrade \"shop\" failed"),
        ReleaseRevision(
            revision: 1, state: .superseded, updatedAt: now.addingTimeInterval(-7_200), chart: "woocommerce",
            chartVersion: "0.1.0", description: "Install complete", operation: JobID(id(9).uuid)),
    ]

    static let change = UpgradePreview(
        objects: [.init(.changed, "Deployment/shop-web"), .init(.added, "CronJob/shop-cron")],
        diff:
            "--- values\n+++ values\n@@ -1,2 +1,2 @@\n existingSecret: shop-credentials\n-size: small\n+size: medium",
        schemaChanges: false)

    static let descriptions = [
        ObjectDescription(
            "Deployment/shop-web",
            [
                .init("Replicas", "0 ready and 1 up to date of 1 wanted"),
                .init("Available", "False, MinimumReplicasUnavailable", .bad),
            ]),
        ObjectDescription(
            "Pod/shop-web-7c9f",
            [
                .init("Status", "CrashLoopBackOff", .bad), .init("Node", "demo-1"),
                .init("Container", "web, wordpress:7.1.1-php8.3-apache"),
                .init("", "waiting, CrashLoopBackOff, back-off 40s restarting failed container", .bad),
                .init("Ready", "False, ContainersNotReady, containers with unready status: [web]", .bad),
                .init("PodScheduled", "True"),
            ]),
        ObjectDescription("PersistentVolumeClaim/店-data", [.init("Phase", "Bound", .good)]),
    ]

    static let failingPod = PodSummary(
        id: "b1", name: "bakery-web-5d8", condition: .failing, reason: "ImagePullBackOff",
        message: "Back-off pulling image “レジストリ/店:1”", startedAt: now.addingTimeInterval(-90))

    /// A dashboard that has heard of everything, at a size.
    static func model(
        _ width: Int = 120, _ height: Int = 40, settings: DashboardSettings = settings()
    ) -> DashboardModel {
        var model = DashboardModel(settings: settings, now: now, size: Size(width: width, height: height))
        var failed = job(11, garden, state: .failed, began: 320)
        failed.failure = JobFailure(
            reason: "QuotaExceeded", message: "the quota refused pods", isPermanent: true)
        model.send(
            .opened(settings),
            .records(
                stores: stores,
                jobs: [job(10, atelier), failed, job(12, shop, state: .succeeded, began: 348)]),
            .cluster(.connection(.live)),
            .cluster(
                .observed([
                    shop.namespace: observation(shop), atelier.namespace: observation(atelier, ready: false),
                    bakery.namespace: observation(bakery, ready: false, pods: [failingPod]),
                ])))
        return model
    }
}

extension DashboardModel {
    /// Takes events in, one after the other; returns what they asked for.
    @discardableResult
    mutating func send(_ events: DashboardEvent...) -> [Effect] { events.flatMap { update(&self, $0) } }

    /// Presses keys, one after the other.
    @discardableResult
    mutating func hit(_ keys: KeyPress...) -> [Effect] { keys.flatMap { update(&self, .terminal(.key($0))) } }

    @discardableResult
    mutating func type(_ text: String) -> [Effect] { text.flatMap { hit(.character($0)) } }

    func screen(_ glyphs: Glyphs = .unicode) -> Canvas { render(self, size: size, glyphs: glyphs) }
}
