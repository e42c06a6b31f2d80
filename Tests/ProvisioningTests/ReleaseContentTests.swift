import Domain
import Foundation
import Helm
import Testing

@testable import Provisioning

@Suite("What lies between two revisions")
struct ReleaseContentTests {
    private static func content(_ yaml: String, _ values: HelmValues = [:]) throws -> ReleaseContent {
        ReleaseContent(values: values, manifest: try ReleaseManifest(yaml: yaml))
    }

    private static func setup(revision: Int, schema: String?, image: String = "cli:1") -> String {
        """
        ---
        # Source: shop/templates/setup-job.yaml
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: shop-setup-\(revision)
          labels: {app.kubernetes.io/component: setup}
        \(schema.map { "  annotations: {urumi.dev/schema: \"\($0)\"}" } ?? "")
        spec: {template: {spec: {containers: [{name: setup, image: "\(image)"}]}}}
        """
    }

    @Test("is told object by object, with the lines that differ")
    func differences() throws {
        let old = try Self.content(
            "---\nkind: Service\nmetadata:\n  name: web\n---\nkind: ConfigMap\nmetadata:\n  name: gone\n",
            ["size": "small", "ingress": ["hosts": ["a"]]])
        let new = try Self.content(
            "---\nkind: Service\nmetadata:\n  name: web\nspec:\n  port: 1\n---\nkind: Job\nmetadata:\n  name: new\n",
            ["size": "large", "ingress": ["hosts": ["a"]]])
        let preview = old.difference(to: new)
        #expect(
            preview.objects == [
                .init(.removed, "ConfigMap/gone"), .init(.added, "Job/new"), .init(.changed, "Service/web"),
            ])
        #expect(preview.diff.contains("-size: small\n+size: large\n"))
        #expect(preview.diff.contains("--- Service/web\n+++ Service/web\n@@ -1,3 +1,5 @@\n kind: Service\n"))
        #expect(preview.diff.contains("+spec:\n+  port: 1\n"))
        #expect(!preview.schemaChanges)
        #expect(old.difference(to: old).isEmpty)
    }

    @Test("a Secret's values and a password among the values are never shown, only that they differ")
    func secrets() throws {
        func secret(_ value: String) -> String {
            "---\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  key: \(value)\n  same: canary-0\n"
        }
        let old = try Self.content(secret("canary-1"), ["smtp": ["password": "canary-3"]])
        let new = try Self.content(secret("canary-2"), ["smtp": ["password": "canary-4", "host": "h"]])
        let preview = old.difference(to: new)
        #expect(!preview.diff.contains("canary"))
        #expect(preview.diff.contains("-  key: (hidden)\n+  key: (hidden, another value)\n"))
        #expect(preview.objects == [.init(.changed, "Secret/s")])
    }

    @Test(
        "the schema changes where the chart says so, or else where the setup does something else",
        arguments: [
            (("1", "cli:1"), ("1", "cli:2"), false), (("1", "cli:1"), ("2", "cli:1"), true),
            ((nil, "cli:1"), (nil, "cli:1"), false), ((nil, "cli:1"), (nil, "cli:2"), true),
        ] as [((String?, String), (String?, String), Bool)])
    func schema(old: (String?, String), new: (String?, String), changes: Bool) throws {
        let before = try Self.content(Self.setup(revision: 1, schema: old.0, image: old.1))
        let after = try Self.content(Self.setup(revision: 2, schema: new.0, image: new.1))
        let preview = before.difference(to: after)
        #expect(preview.schemaChanges == changes)
        #expect(preview.objects == [.init(.changed, "Job/setup")])
    }

    @Test("what a revision's values tell of the spec is what they were made of")
    func spec() throws {
        let store = Store(
            id: StoreID(UUID()), name: try StoreName("shop"), cluster: "c", namespace: "store-shop",
            spec: StoreSpec(
                engine: .woocommerce, size: .large, hosts: ["a.test", "b.test"], chartDigest: "d",
                chartVersion: "1.0.0",
                overrides: ["shop.title=Hats\\, and more", "list={a,b}", "mysql.storage=5Gi", "number=3"],
                ingressClass: "nginx", tlsIssuer: "le"),
            status: StoreStatus(phase: .ready, createdAt: .now, updatedAt: .now))
        var other = store.spec
        (other.size, other.hosts, other.overrides, other.tlsIssuer) = (.small, [], ["x=y"], nil)
        let read = StoreSpec(try StoreValues.make(store), chartVersion: "1.0.0", like: other)
        var wanted = store.spec
        wanted.overrides = wanted.overrides.sorted()
        #expect(read == wanted)
        #expect(StoreSpec(try StoreValues.make(store), chartVersion: "2.0.0", like: other).chartDigest == "")
    }
}
