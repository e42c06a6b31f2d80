import Domain
import Helm
import Kubernetes
import Persistence
import Testing

@Suite("A store's guardrails", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(5)))
struct GuardrailTests {
    @Test("of several ingress controllers only the one that serves its class can reach it")
    func doors() async throws {
        try await World.run { world in
            let name = "ingress-nginx"
            _ = try await world.client.create(
                .namespaces, ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]])
            _ = try await world.client.create(
                .ingressClasses,
                [
                    "apiVersion": "networking.k8s.io/v1", "kind": "IngressClass",
                    "metadata": ["name": "nginx"],
                    "spec": ["controller": "k8s.io/ingress-nginx"],
                ])
            _ = try await world.client.create(
                .pods,
                [
                    "apiVersion": "v1", "kind": "Pod",
                    "metadata": ["name": "controller", "labels": ["app.kubernetes.io/name": .string(name)]],
                    "spec": ["containers": [["name": "controller", "image": "controller:1"]]],
                ], in: name)
            let database = try await world.database()
            let store = try await world.madeStore(on: database)
            #expect(try await world.doors(of: store) == ["traefik"])

            let request = world.upgrade(store, overrides: ["ingress.className=nginx"])
            let upgrade = try await world.perform(request, on: database)
            #expect(upgrade.state == .succeeded, "\(String(describing: upgrade.failure))")
            #expect(try await world.doors(of: store) == [name])
        }
    }

    @Test("what is given beyond the store's size fits into its quota")
    func quota() async throws {
        try await World.run { world in
            let database = try await world.database()
            let overrides = [
                "wordpress.storage=300Gi", "wordpress.accessMode=ReadWriteMany", "wordpress.replicas=4",
                "wordpress.resources.requests.cpu=500m", "wordpress.resources.requests.memory=256Mi",
                "wordpress.resources.limits.cpu=8", "wordpress.resources.limits.memory=4Gi",
            ]
            let store = try await world.madeStore(overrides: overrides, on: database)
            let quota = try await world.client.get(ResourceQuota.self, "urumi-quota", in: store.namespace)
            let hard = try #require(quota.hard["requests.storage"])
            #expect(hard >= Quantity(thousandths: 600 << 30 * 1_000))
            #expect(try #require(quota.used["pods"]) >= Quantity(thousandths: 5_000))
        }
    }
}

extension World {
    /// The namespaces whose pods may reach the store's web pods; empty where any may.
    fileprivate func doors(of store: Store) async throws -> [String] {
        let policy = try await client.get(.networkPolicies, "urumi-from-ingress", in: store.namespace)
        let rules = policy[path: "spec", "ingress"]?.array ?? []
        return rules.flatMap { $0["from"]?.array ?? [] }.compactMap {
            $0[path: "namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"]?.string
        }
    }
}
