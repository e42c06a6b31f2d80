import Kubernetes
import Testing

@testable import Application

@Suite("Doctor")
struct DiagnosisTests {
    static let medusa = ["urumi.local/medusa-backend:1"]

    static func good() -> ClusterFacts {
        var facts = ClusterFacts()
        facts.ingressClasses = [.init(name: "traefik", isDefault: true)]
        facts.storageClasses = [.init(name: "local-path", isDefault: true)]
        facts.controller = .init(namespace: "kube-system", readyPods: 1, pods: 1)
        facts.images = [.init(node: "one", names: ["urumi.local/medusa-backend:1"], isComplete: true)]
        facts.door = .init(address: "127.0.0.1", http: .http(404), https: .open)
        facts.unrecorded = []
        return facts
    }

    func findings(
        _ facts: ClusterFacts, ingressClass: String? = nil, storageClass: String? = nil,
        tlsIssuer: String? = nil
    ) -> [String: Finding] {
        let found = Diagnosis.cluster(
            facts, ingressClass: ingressClass, storageClass: storageClass, tlsIssuer: tlsIssuer,
            medusaImages: Self.medusa)
        return Dictionary(found.map { ($0.name, $0) }) { first, _ in first }
    }

    @Test("finds nothing wrong with a cluster that has all that stores need")
    func fine() {
        let found = findings(Self.good())
        #expect(found.count == 6)
        #expect(found.values.allSatisfy { $0.result == .ok && $0.mend == nil })
    }

    struct Lack: Sendable {
        var name: String
        var result: Finding.Result
        var change: @Sendable (inout ClusterFacts) -> Void

        init(
            _ name: String, _ result: Finding.Result,
            _ change: @escaping @Sendable (inout ClusterFacts) -> Void
        ) {
            self.name = name
            self.result = result
            self.change = change
        }
    }

    @Test(
        "says of what is missing how to mend it",
        arguments: [
            Lack("ingress", .warning) { $0.ingressClasses = [] },
            Lack("ingress", .warning) { $0.ingressClasses = nil },
            Lack("ingress", .warning) { $0.ingressClasses = [.init(name: "nginx", isDefault: false)] },
            Lack("controller", .warning) { $0.controller = nil },
            Lack("controller", .failed) { $0.controller = .init(namespace: "x", readyPods: 0, pods: 2) },
            Lack("storage", .failed) { $0.storageClasses = [] },
            Lack("storage", .failed) { $0.storageClasses = [.init(name: "slow", isDefault: false)] },
            Lack("storage", .warning) { $0.storageClasses = nil },
            Lack("ports", .warning) { $0.door?.http = .closed("refused") },
            Lack("images", .warning) { $0.images = nil },
            Lack("images", .warning) { $0.images = [.init(node: "one", names: ["x"], isComplete: true)] },
            Lack("namespaces", .warning) { $0.unrecorded = ["store-lost"] },
        ])
    func missing(_ lack: Lack) {
        var facts = Self.good()
        lack.change(&facts)
        let found = findings(facts)
        #expect(found[lack.name]?.result == lack.result)
        #expect(found[lack.name]?.mend?.isEmpty == false)
        #expect(found.values.count { $0.result != .ok } == 1)
    }

    @Test("a class that is asked for has to be there")
    func wanted() {
        #expect(findings(Self.good(), ingressClass: "traefik")["ingress"]?.result == .ok)
        #expect(findings(Self.good(), ingressClass: "nginx")["ingress"]?.result == .failed)
        #expect(findings(Self.good(), storageClass: "fast")["storage"]?.result == .failed)
    }

    @Test("port 443 matters where there are certificates")
    func https() {
        var facts = Self.good()
        facts.door?.https = .closed("refused")
        #expect(findings(facts)["ports"]?.result == .ok)
        #expect(findings(facts, tlsIssuer: "letsencrypt")["ports"]?.result == .warning)
    }

    @Test("a node whose list of images was cut isn't said to lack one")
    func cutList() {
        var facts = Self.good()
        facts.images = [.init(node: "one", names: ["x"], isComplete: false)]
        #expect(findings(facts)["images"]?.result == .ok)
    }

    @Test("the demo needs neither controller nor images")
    func demo() {
        var facts = Self.good()
        facts.isDemo = true
        facts.controller = nil
        facts.images = nil
        facts.door = nil
        #expect(findings(facts).values.allSatisfy { $0.result == .ok })
    }

    struct Names: Sendable {
        var domain: String
        var issuer = false
        var helper = false
        var wildcard: [String]? = []
        var isHere = true
        var results: [Finding.Result]
    }

    @Test(
        "knows how names are led to stores",
        arguments: [
            Names(domain: "localhost", results: [.ok]),
            Names(domain: "localhost", isHere: false, results: [.warning]),
            Names(domain: "shops.localhost", results: [.ok]),
            Names(domain: "10.0.0.1.nip.io", isHere: false, results: [.ok]),
            Names(domain: "shops.example.org", wildcard: ["192.0.2.1"], results: [.ok]),
            Names(domain: "shops.example.org", results: [.warning]),
            Names(domain: "urumi.test", helper: true, results: [.ok, .ok]),
            Names(domain: "urumi.test", helper: true, isHere: false, results: [.warning, .ok]),
            Names(domain: "shops.dev", wildcard: ["192.0.2.1"], results: [.warning, .ok]),
            Names(domain: "shops.dev", issuer: true, wildcard: ["192.0.2.1"], results: [.ok]),
        ])
    func names(_ names: Names) {
        let facts = NameFacts(
            baseDomain: names.domain, hasIssuer: names.issuer, helperIsInstalled: names.helper,
            wildcard: names.wildcard)
        let found = Diagnosis.names(facts, isHere: names.isHere, isDemo: false)
        #expect(found.map(\.result) == names.results)
        #expect(found.allSatisfy { ($0.mend == nil) == ($0.result == .ok) })
    }
}
