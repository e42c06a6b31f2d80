import Domain
import Foundation
import Helm
import Kubernetes
import Testing

@testable import Provisioning

@Suite("Credentials")
struct CredentialPlanTests {
    /// A source whose numbers are known, so that what comes from it can be told.
    struct Counting: RandomNumberGenerator {
        var state: UInt64 = 1
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
    }

    private static let entries = [
        ChartCredential(key: "admin-user", content: .fixed("admin"), title: "Admin user"),
        ChartCredential(key: "admin-email", content: .email, title: "Admin e-mail"),
        ChartCredential(key: "admin-password", content: .letters(length: 24), title: "Admin password"),
        ChartCredential(key: "database-password", content: .letters(length: 32)),
        ChartCredential(key: "api-key", content: .hexadecimal(length: 64), prefix: "pk_"),
    ]

    private func values(host: String = "shop.example.org") -> [String: String] {
        var source = Counting()
        return CredentialPlan(Self.entries, host: host).generate(using: &source)
    }

    @Test("have every key the chart asks for, made as it asks")
    func contents() {
        let values = values()
        #expect(Set(values.keys) == Set(Self.entries.map(\.key)))
        #expect(values["admin-user"] == "admin")
        #expect(values["admin-email"] == "admin@shop.example.org")
        #expect(values["admin-password"]?.wholeMatch(of: /[A-Za-z0-9]{24}/) != nil)
        #expect(values["api-key"]?.wholeMatch(of: /pk_[0-9a-f]{64}/) != nil)
        #expect(values["admin-password"]?.prefix(8) != values["database-password"]?.prefix(8))
    }

    @Test("give an e-mail address that WordPress takes", arguments: ["localhost", "shop.localhost", "shop"])
    func email(host: String) { #expect(values(host: host)["admin-email"] == "admin@example.com") }

    @Test("a Secret that is there gets only what it lacks, and only if nobody has changed it since")
    func completion() throws {
        let manifest = CredentialsManifest(
            try Sample.store(), plan: CredentialPlan(Self.entries, host: "shop.example.org"))
        var source = Counting()
        let made = try manifest.make(job: JobID(UUID()), using: &source)
        var data = try #require(made["stringData"]?.object)
        data["api-key"] = nil
        let secret = try Sample.secret(data, annotations: [:])
        let change = try #require(try manifest.completion(of: secret, using: &source))
        #expect(change["data"]?.object?.keys.sorted() == ["api-key"])
        #expect(change[path: "metadata", "resourceVersion"]?.string == "7")

        let whole = try Sample.secret(
            made["stringData"]?.object ?? [:],
            annotations: made[path: "metadata", "annotations"]?.object ?? [:])
        #expect(try manifest.completion(of: whole, using: &source) == nil)
    }

    @Test("what is shown stands on the Secret, without a value, and needs no chart")
    func shown() throws {
        let shown = ShownCredentials(CredentialPlan(Self.entries, host: "shop.example.org"))
        let secret = try Sample.secret(
            ["admin-user": "admin"], annotations: [ShownCredentials.annotation: .string(try shown.text())])
        #expect(ShownCredentials(of: secret) == shown)
        #expect(shown.entries.map(\.title) == ["Admin user", "Admin e-mail", "Admin password"])
        #expect(shown.entries.map(\.isSecret) == [false, false, true])
    }

    @Test("a Secret of an older urumi shows what the administrator signs in with")
    func older() throws {
        let secret = try Sample.secret(
            ["admin-user": "admin", "admin-password": "x", "mysql-root-password": "y"], annotations: [:])
        #expect(ShownCredentials(of: secret).entries.map(\.key) == ["admin-user", "admin-password"])
    }
}

/// A store and a Secret of it.
enum Sample {
    static func store(hosts: [String] = ["shop.example.org"], size: StoreSize = .small) throws -> Store {
        Store(
            id: StoreID(UUID()), name: try StoreName("shop"), cluster: "test", namespace: "store-shop",
            spec: StoreSpec(
                engine: .woocommerce, size: size, hosts: hosts, chartDigest: "", chartVersion: "1"),
            status: StoreStatus(phase: .queued, createdAt: .distantPast, updatedAt: .distantPast))
    }

    static func secret(_ values: [String: JSONValue], annotations: [String: JSONValue]) throws -> Secret {
        let encoded = values.mapValues {
            JSONValue.string(Data(($0.string ?? "").utf8).base64EncodedString())
        }
        let object: JSONValue = [
            "metadata": [
                "name": "shop-credentials", "uid": "1", "resourceVersion": "7",
                "annotations": .object(annotations),
            ], "data": .object(encoded),
        ]
        return try JSONDecoder().decode(Secret.self, from: Data("\(object)".utf8))
    }
}
