import Domain
import Foundation
import Testing

@Suite("How the cluster differs from the record")
struct DriftTests {
    private static let id = StoreID(UUID())

    private static func store(_ phase: StorePhase = .ready, revision: Int? = 3) throws -> Store {
        Store(
            id: id, name: try StoreName("shop"), cluster: "c", namespace: "store-shop",
            spec: StoreSpec(engine: .woocommerce, hosts: [], chartDigest: "", chartVersion: ""),
            status: StoreStatus(phase: phase, revision: revision, createdAt: .now, updatedAt: .now))
    }

    private static func seen(_ id: StoreID? = id, pods: [PodSummary] = []) -> StoreObservation {
        StoreObservation(namespace: "store-shop", storeID: id, pods: pods)
    }

    @Test("a part of the release that was deleted, with what makes it again")
    func workloads() throws {
        var seen = Self.seen()
        seen.missing = ["Deployment shop-wordpress", "StatefulSet shop-mysql"]
        let drifts = try Self.store().drifts(seen: seen, releases: Self.deployed)
        #expect(drifts == [.workloadsMissing(seen.missing)])
        #expect(
            drifts[0].explanation.hasPrefix("Deployment shop-wordpress, StatefulSet shop-mysql don't exist"))
        #expect(drifts[0].remedy(for: "shop").contains("`urumi upgrade shop`"))
        #expect(try Self.store().drifts(seen: seen, releases: []) == [.releaseMissing])
        #expect(try Self.store(.upgrading).drifts(seen: seen, releases: Self.deployed).isEmpty)
        #expect(try Self.store(.archived).drifts(seen: seen).isEmpty)
    }

    private static let deployed = [
        ReleaseSummary(revision: 2, state: .superseded), ReleaseSummary(revision: 3, state: .deployed),
    ]

    @Test("a store that is as it was left has none")
    func none() throws {
        #expect(try Self.store().drifts(seen: Self.seen(), releases: Self.deployed).isEmpty)
        #expect(try Self.store(.archived).drifts(seen: Self.seen(), releases: []).isEmpty)
        #expect(try Self.store().drifts(seen: Self.seen(), releases: nil).isEmpty)
    }

    @Test("while a job works on it, nothing is", arguments: StorePhase.allCases.filter(\.isInMotion))
    func inMotion(phase: StorePhase) throws {
        #expect(try Self.store(phase).drifts(seen: nil, releases: []).isEmpty)
    }

    @Test("a namespace that is gone, or another's")
    func namespace() throws {
        let gone = [Drift.namespaceMissing("store-shop")]
        #expect(try Self.store().drifts(seen: nil) == gone)
        #expect(try Self.store(.failed, revision: nil).drifts(seen: nil).isEmpty)
        let foreign = [Drift.namespaceForeign("store-shop")]
        #expect(try Self.store().drifts(seen: Self.seen(StoreID(UUID()))) == foreign)
        #expect(try Self.store().drifts(seen: Self.seen(nil)) == foreign)
    }

    @Test("an archive that is gone, and a namespace without its label, with what can be done of it")
    func remedies() throws {
        let archive = try Self.store(.archived, revision: nil).drifts(seen: nil)
        #expect(archive == [.archiveMissing("store-shop")])
        // There is no upgrade of an archived store.
        #expect(!archive[0].remedy(for: "shop").contains("upgrade"))
        #expect(archive[0].remedy(for: "shop").contains("`urumi delete shop`"))
        var seen = Self.seen(nil)
        seen.hasLostLabel = true
        for phase in [StorePhase.ready, .archived] {
            let drifts = try Self.store(phase).drifts(seen: seen)
            #expect(drifts == [.namespaceUnlabelled("store-shop", Self.id)])
            #expect(
                drifts[0].remedy(for: "shop").contains(
                    "`kubectl label namespace store-shop urumi.dev/store=\(Self.id) "))
        }
    }

    @Test("a release that is gone, stuck, or changed by somebody else")
    func release() throws {
        #expect(try Self.store().drifts(seen: Self.seen(), releases: []) == [.releaseMissing])
        for state in [RevisionState.pendingInstall, .pendingUpgrade, .pendingRollback, .uninstalling] {
            let stuck = Self.deployed + [ReleaseSummary(revision: 4, state: state)]
            #expect(try Self.store().drifts(seen: Self.seen(), releases: stuck) == [.releaseStuck(state)])
        }
        let job = JobID(UUID())
        let newer = Self.deployed + [ReleaseSummary(revision: 4, state: .deployed, operation: job)]
        #expect(
            try Self.store().drifts(seen: Self.seen(), releases: newer)
                == [.releaseChanged(revision: 4, recorded: 3)])
        #expect(try Self.store().drifts(seen: Self.seen(), releases: newer, operations: [job]).isEmpty)
    }

    @Test("a helm upgrade from outside is seen although it takes over the job's label")
    func inheritedLabel() throws {
        let job = JobID(UUID())
        let releases = [
            ReleaseSummary(revision: 3, state: .superseded, operation: job),
            ReleaseSummary(revision: 4, state: .deployed, operation: job),
        ]
        let seen = Self.seen()
        #expect(
            try Self.store().drifts(seen: seen, releases: releases, operations: [job])
                == [.releaseChanged(revision: 4, recorded: 3)])
        #expect(try Self.store(revision: 4).drifts(seen: seen, releases: releases, operations: [job]).isEmpty)
        // What a job couldn't record as it failed may be its own way back.
        #expect(
            try Self.store(.failed).drifts(seen: seen, releases: releases, operations: [job]).isEmpty)
    }

    @Test("a pod that crashes again and again, and stores that only the cluster knows")
    func others() throws {
        let pod = PodSummary(
            id: "1", name: "web-0", condition: .failing, reason: "CrashLoopBackOff", restarts: 7)
        let drifts = try Self.store().drifts(seen: Self.seen(pods: [pod]), releases: Self.deployed)
        #expect(drifts == [.crashLooping(pod: "web-0", restarts: 7)])
        #expect(drifts[0].remedy(for: "shop").contains("`urumi logs shop web-0`"))
        let stranger = StoreObservation(namespace: "store-other", storeID: StoreID(UUID()))
        #expect(
            Store.unknown(among: [stranger, Self.seen()], recorded: [try Self.store()])
                == [.storeUnknown(namespace: "store-other")])
    }
}
