import Domain
import Foundation
import Helm
import Kubernetes
import Testing

@testable import Provisioning

@Suite("Guardrails")
struct GuardrailsTests {
    /// The charts of this checkout.
    static let charts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("helm").path

    private func chart(_ engine: Engine) throws -> Chart {
        try Chart(folder: Self.charts + "/" + engine.rawValue)
    }

    private static let combinations = Engine.allCases.flatMap { engine in
        StoreSize.allCases.map { (engine, $0) }
    }

    @Test("the quota holds the chart's peak and cert-manager's solver", arguments: combinations)
    func peak(engine: Engine, size: StoreSize) throws {
        let chart = try chart(engine)
        let footprint = try chart.footprint(ofSize: size.rawValue)
        let hard = try StoreQuota(chart: chart, size: size, hosts: 2).hard
        func amount(_ text: String?) throws -> Int64 {
            try #require(text.flatMap { Quantity($0) }).thousandths
        }
        let solvers: [String: Int64] = [
            "requests.cpu": 20, "limits.cpu": 200, "requests.memory": 128 << 20 * 1_000,
            "limits.memory": 128 << 20 * 1_000, "pods": 2_000,
        ]
        for (name, text) in footprint.peak {
            #expect(try amount(hard[name]) >= amount(text) + (solvers[name] ?? 0), "\(name)")
        }
        #expect(hard["services.loadbalancers"] == "0" && hard["services.nodeports"] == "2")
    }

    @Test("every engine's credentials can be made", arguments: Engine.allCases)
    func credentials(engine: Engine) throws {
        let plan = CredentialPlan(try chart(engine).credentials(), host: "shop.example.org")
        var source = SystemRandomNumberGenerator()
        let values = plan.generate(using: &source)
        #expect(values["admin-password"]?.count == 24)
        #expect(values.values.allSatisfy { !$0.isEmpty })
        #expect(ShownCredentials(plan).entries.contains { $0.key == "admin-password" && $0.isSecret })
    }

    @Test("a store that shrinks keeps room for what still runs at its larger size")
    func shrinking() throws {
        let chart = try chart(.woocommerce)
        let small = try StoreQuota(chart: chart, size: .small, hosts: 1)
        let large = try chart.footprint(ofSize: "large")
        let used = large.steady.compactMapValues { Quantity($0) }
        let wider = small.covering(used)
        let room = try #require(Quantity(wider.hard["requests.cpu"] ?? "")).thousandths
        let peak = try chart.footprint(ofSize: "small")
        let surge =
            try #require(Quantity(peak.peak["requests.cpu"] ?? "")).thousandths
            - #require(Quantity(peak.steady["requests.cpu"] ?? "")).thousandths
        #expect(room >= used["requests.cpu"]!.thousandths + surge)
        #expect(small.covering([:]) == small)
    }

    @Test("containers that name no resources get some, and cert-manager's solver is not too small")
    func limits() throws {
        let item = try #require(object("LimitRange", "urumi-limits")[path: "spec", "limits"]?.array?.first)
        #expect(item[path: "default", "cpu"] != nil && item[path: "defaultRequest", "memory"] != nil)
        let least = try #require(item[path: "min", "cpu"]?.string.flatMap { Quantity($0) })
        #expect(least < Quantity(thousandths: 10))
    }

    @Test("everything is refused that no policy allows, and private addresses are not the internet")
    func policies() throws {
        let deny = try object("NetworkPolicy", "urumi-default-deny")
        #expect(deny[path: "spec", "podSelector"] == [:])
        #expect(deny[path: "spec", "policyTypes"] == ["Ingress", "Egress"])
        let internet = try object("NetworkPolicy", "urumi-to-internet")
        let rule = try #require(internet[path: "spec", "egress"]?.array?.first)
        #expect(rule["ports"]?.array?.compactMap { $0["port"] } == [443, 587, 465])
        let except = try #require(rule["to"]?.array?.first?[path: "ipBlock", "except"]?.array)
        for range in ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"] {
            #expect(except.contains(.string(range)))
        }
        let dns = try object("NetworkPolicy", "urumi-dns")
        let peer = try #require(dns[path: "spec", "egress"]?.array?.first?["to"]?.array?.first)
        #expect(
            peer[path: "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"] == "kube-system")
        let web = try object("NetworkPolicy", "urumi-from-ingress")
        let from = try #require(web[path: "spec", "ingress"]?.array?.first?["from"]?.array?.first)
        #expect(from[path: "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"] == "traefik")
    }

    @Test("a store is open to the pods of the namespaces named, and to any only where none is")
    func doors() throws {
        func selectors(_ doors: [String]) throws -> [JSONValue?] {
            let web = try object("NetworkPolicy", "urumi-from-ingress", doors: doors)
            let rules = try #require(web[path: "spec", "ingress"]?.array)
            return rules.flatMap { $0["from"]?.array ?? [] }.map { $0["namespaceSelector"] }
        }
        let name = "kubernetes.io/metadata.name"
        #expect(
            try selectors(["public", "inner"]) == [
                ["matchLabels": [name: "public"]], ["matchLabels": [name: "inner"]],
            ])
        #expect(try selectors([]) == [[:]])
    }

    @Test("the databases of no engine can be reached from the ingress controller", arguments: Engine.allCases)
    func web(engine: Engine) throws {
        let web = try object("NetworkPolicy", "urumi-from-ingress")
        let values =
            web[path: "spec", "podSelector", "matchExpressions"]?.array?.first?["values"]?.array ?? []
        for component in ["mysql", "postgres", "postgresql", "redis", "valkey", "worker", "setup"] {
            #expect(!values.contains(.string(component)))
        }
    }

    @Test("urumi's account is bound to one role, in the store's namespace")
    func binding() throws {
        let binding = try #require(
            try OperatorBinding.of(environment: [
                "URUMI_OPERATOR_ROLE": "urumi-store-operator", "URUMI_SERVICE_ACCOUNT": "urumi-system/urumi",
                "NAMESPACE_PREFIX": "store-",
            ]))
        let object = binding.manifest(namespace: "store-shop", labels: [:])
        #expect(object[path: "roleRef", "kind"] == "ClusterRole")
        #expect(object[path: "roleRef", "name"] == "urumi-store-operator")
        #expect(object["subjects"]?.array?.count == 1)
        #expect(object["subjects"]?.array?.first?["namespace"] == "urumi-system")
        #expect(try OperatorBinding.of(environment: [:]) == nil)
        #expect(binding.covers("store-shop") && !binding.covers("kube-system"))
    }

    @Test("an account that is not NAMESPACE/NAME is refused", arguments: ["", "urumi", "/urumi", "a/b/c"])
    func wrongAccount(account: String) {
        #expect(throws: ProvisioningError.wrongServiceAccount(account)) {
            try OperatorBinding.of(environment: [
                "URUMI_OPERATOR_ROLE": "r", "URUMI_SERVICE_ACCOUNT": account,
            ])
        }
    }

    private func object(
        _ kind: String, _ name: String, doors: [String] = ["traefik"]
    ) throws -> JSONValue {
        let quota = try StoreQuota(chart: chart(.woocommerce), size: .small, hosts: 1)
        let manifests = Guardrails.manifests(try Sample.store(), quota: quota, ingressNamespaces: doors)
        return try #require(
            manifests.map(\.object).first {
                $0["kind"]?.string == kind && $0[path: "metadata", "name"]?.string == name
            })
    }
}
