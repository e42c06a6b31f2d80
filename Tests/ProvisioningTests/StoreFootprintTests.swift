import Domain
import Helm
import Kubernetes
import Testing

@testable import Provisioning

@Suite("What a store takes that was given values of its own")
struct StoreFootprintTests {
    private static let web = RenderedDemand.Container(
        requests: ["cpu": "1", "memory": "1Gi"], limits: ["cpu": "4", "memory": "2Gi"])

    @Test("the pods that are there all along, and at the peak those beside them")
    func sums() throws {
        let footprint = StoreFootprint(of: [
            RenderedDemand(
                pods: 2, passingPods: 1, containers: [Self.web],
                initContainers: [.init(requests: ["cpu": "3", "memory": "1Mi"], limits: ["cpu": "3"])]),
            RenderedDemand(claims: ["5Gi", "8Gi"]),
        ])
        #expect(footprint.steady["pods"] == amount("2") && footprint.peak["pods"] == amount("3"))
        // Of an init container that runs first, only what goes beyond the others counts.
        #expect(footprint.steady["requests.cpu"] == amount("6"))
        #expect(footprint.peak["limits.cpu"] == amount("12"))
        #expect(footprint.steady["requests.memory"] == amount("2Gi"))
        #expect(footprint.peak["requests.storage"] == amount("13Gi"))
        #expect(footprint.steady["persistentvolumeclaims"] == amount("2"))
    }

    @Test("a container that names nothing takes what the namespace gives it; a limit is a request as well")
    func standards() {
        let nothing = StoreFootprint(of: [RenderedDemand(pods: 1, containers: [.init()])]).steady
        #expect(nothing["requests.cpu"] == amount("50m") && nothing["limits.memory"] == amount("256Mi"))
        let limited = StoreFootprint(of: [
            RenderedDemand(pods: 1, containers: [.init(limits: ["cpu": "2"])])
        ]).steady
        #expect(limited["requests.cpu"] == amount("2") && limited["limits.cpu"] == amount("2"))
    }

    @Test("what was given widens what the chart says, with the room beside it, and never narrows it")
    func widened() {
        let stated = StoreFootprint(
            steady: ["pods": .count(2), "requests.storage": .count(10)],
            peak: ["pods": .count(7), "requests.storage": .count(10)])
        let more = StoreFootprint(
            steady: ["pods": .count(5), "requests.storage": .count(30)],
            peak: ["pods": .count(6), "requests.storage": .count(30)])
        let wider = stated.widened(to: more)
        #expect(wider.steady["pods"] == .count(5) && wider.peak["pods"] == .count(10))
        #expect(wider.peak["requests.storage"] == .count(30))
        #expect(more.widened(to: stated).peak["pods"] == .count(10))
        let less = StoreFootprint(steady: ["pods": .count(1)], peak: ["pods": .count(2)])
        #expect(stated.widened(to: less) == stated)
        #expect(stated.widened(to: StoreFootprint(of: [])) == stated)
    }

    @Test("the quota of a store that asks for more storage holds it", arguments: Engine.allCases)
    func quota(engine: Engine) throws {
        let chart = try Chart(folder: GuardrailsTests.charts + "/" + engine.rawValue)
        let demands = [
            RenderedDemand(pods: 3, passingPods: 1, containers: [Self.web], claims: ["500Gi"])
        ]
        let hard = try StoreQuota(chart: chart, size: .small, hosts: 1, demands: demands).hard
        #expect(hard["requests.storage"] == "1000Gi")
        let limits = try #require(hard["limits.cpu"].flatMap { Quantity($0) })
        #expect(limits >= amount("16"))
    }

    private func amount(_ text: String) -> Quantity { Quantity(text) ?? .zero }
}
