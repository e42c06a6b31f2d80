import Domain
import Foundation
import Testing
import Yams

@testable import Application

@Suite("What the cluster shows of a store, for programs")
struct StoreSightTests {
    private func store(_ phase: StorePhase, error: String? = nil) throws -> Store {
        let now = Date(timeIntervalSince1970: 0)
        return Store(
            id: StoreID(UUID()), name: try StoreName("shop"), cluster: "c", namespace: "store-shop",
            spec: StoreSpec(
                engine: .medusa, hosts: ["shop.localhost"], chartDigest: "d", chartVersion: "1"),
            status: StoreStatus(phase: phase, lastError: error, createdAt: now, updatedAt: now))
    }

    private let seen = StoreObservation(
        namespace: "store-shop", storeID: nil,
        workloads: [
            WorkloadSummary(
                kind: .deployment, name: "shop-backend", wanted: 2, ready: 1, isSettled: false,
                failure: "ImagePullBackOff: x")
        ],
        volumes: [VolumeSummary(name: "data", phase: "Pending", capacity: "")],
        quota: [QuotaUsage(resource: "pods", used: "2", hard: "9", fraction: 2.0 / 9)])

    @Test("workloads, volumes, quota and conditions stand beside what is recorded, in both formats")
    func document() throws {
        let store = try store(.failed, error: "it broke")
        let document = ShownStoreDocument(
            store: StoreDocument(store), sight: StoreSightDocument(store, seen, isSeen: true))
        let json = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(document)) as? [String: Any])
        #expect(json["name"] as? String == "shop" && json["chart_version"] as? String == "1")
        let workload = try #require((json["workloads"] as? [[String: Any]])?.first)
        #expect(workload["ready"] as? Int == 1 && workload["wanted"] as? Int == 2)
        #expect(
            workload["is_ready"] as? Bool == false && workload["failure"] as? String == "ImagePullBackOff: x")
        let volume = try #require((json["volumes"] as? [[String: Any]])?.first)
        #expect(volume["phase"] as? String == "Pending" && volume["capacity"] == nil)
        let quota = try #require((json["quota"] as? [[String: Any]])?.first)
        #expect(quota["hard"] as? String == "9" && quota["fraction"] as? Double == 0.222)
        let yaml = try YAMLEncoder().encode(document)
        #expect(yaml.contains("\nname: shop\n") && yaml.contains("\nworkloads:\n"))
    }

    @Test("conditions are yes, no or unknown, with the reason")
    func conditions() throws {
        func told(_ phase: StorePhase, _ seen: StoreObservation?, isSeen: Bool) throws -> [String] {
            try StoreSightDocument(store(phase), seen, isSeen: isSeen).conditions.map {
                "\($0.type) \($0.status) \($0.reason)"
            }
        }
        #expect(
            try told(.ready, seen, isSeen: true) == [
                "ready yes ready", "healthy no degraded", "namespace yes active",
            ])
        #expect(
            try told(.ready, nil, isSeen: false) == [
                "ready yes ready", "healthy unknown unknown", "namespace unknown unseen",
            ])
        var ending = seen
        ending.namespaceState = .terminating(message: "held")
        #expect(
            try told(.deleting, ending, isSeen: true) == [
                "ready no deleting", "healthy no progressing", "namespace no terminating",
            ])
        #expect(try told(.failed, nil, isSeen: true).last == "namespace no missing")
        #expect(try StoreSightDocument(store(.ready), nil, isSeen: false).workloads == nil)
    }
}
