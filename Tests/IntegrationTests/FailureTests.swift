import DemoCluster
import Domain
import Foundation
import Helm
import Kubernetes
import Persistence
import Testing

@Suite("What goes wrong", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(5)))
struct FailureTests {
    @Test("a namespace that isn't ours is neither taken nor deleted")
    func foreignNamespace() async throws {
        try await World.run { world in
            let name = world.namespace(try StoreName("shop"))
            try await world.client.create(.namespaces, ["metadata": ["name": .string(name)]])
            try await world.client.create(.configMaps, ["metadata": ["name": "theirs"]], in: name)
            let uid = try await world.uid(.namespaces, name)
            let database = try await world.database()
            let create = try await world.perform(world.create("shop"), on: database)
            #expect(create.state == .failed && create.failure?.reason == "NamespaceNotOurs")
            #expect(create.attempt == 1)
            let delete = try await world.perform(world.delete(create.storeID), on: database)
            #expect(delete.state == .succeeded)
            #expect(try await world.uid(.namespaces, name) == uid)
            #expect(try await world.exists(.configMaps, "theirs", in: name))
            let labels = try await world.client.metadata(.namespaces, name).labels
            #expect(labels[Ownership.storeLabel] == nil)
        }
    }

    @Test(
        "a value that the chart refuses fails the create for good, with the chart's words",
        arguments: TestHelm.all)
    func brokenChart(helm: TestHelm) async throws {
        try await World.run(.demo, helm) { world in
            let database = try await world.database()
            let create = try await world.perform(world.create("shop", overrides: ["size=huge"]), on: database)
            #expect(create.state == .failed && create.attempt == 1)
            #expect(create.failure?.reason == "ChartInvalid" && create.failure?.isPermanent == true)
            #expect(create.failure?.message.contains("size") == true)
            #expect(try await database.openStore("shop")?.status.phase == .failed)
            let delete = try await world.perform(world.delete(create.storeID), on: database)
            #expect(delete.state == .succeeded)
            #expect(try await !world.exists(.namespaces, world.namespace(StoreName("shop"))))
        }
    }

    /// What a create is given, and the reason and words it has to fail with long before its time is up.
    static let hopelessCases: [(overrides: [String], reason: String, message: String)] = [
        (["wordpress.image=nobody/missing:1"], "ImagePullBackOff", "nobody/missing:1"),
        (
            [
                "mysql.resources.requests.cpu=50m", "mysql.resources.requests.memory=1Mi",
                "mysql.resources.limits.cpu=1", "mysql.resources.limits.memory=512Mi",
            ], "PodRefused", "minimum memory usage per Container"
        ),
    ]

    @Test("what can't become ready is reported at once, with the cluster's reason", arguments: hopelessCases)
    func hopeless(overrides: [String], reason: String, message: String) async throws {
        try await World.run { world in
            let database = try await world.database()
            let create = try await world.perform(
                world.create("shop", overrides: overrides, timeout: 600), on: database)
            #expect(create.state == .failed && create.failure?.reason == reason)
            #expect(create.failure?.message.contains(message) == true, "\(create.failure?.message ?? "")")
            #expect(create.steps.first { $0.name == .workloads }?.state == .failed)
        }
    }

    @Test(
        "a create outlives an API server that is away for a while",
        arguments: [("POST", "-shop"), ("PATCH", "-shop"), ("GET", "-shop"), ("GET", "watch=true")])
    func serverAway(method: String, target: String) async throws {
        try await World.run { world in
            let faults = try #require(world.demo).server.faults
            for effect in [ServerFaults.Effect.status(503), .drop, .status(500), .stall(.milliseconds(50))] {
                faults.add(ServerFaults.Fault(effect, times: 2, method: method, containing: target))
            }
            let database = try await world.database()
            let create = try await world.perform(world.create("shop"), on: database)
            #expect(create.state == .succeeded, "\(String(describing: create.failure))")
            #expect(faults.pending.isEmpty)
            let store = try #require(try await database.openStore("shop"))
            #expect(store.status.phase == .ready && store.status.lastError == nil)
            let revisions = try await world.revisions(store)
            #expect(revisions.filter { $0.labels["status"] == "deployed" }.count == 1)
        }
    }

    @Test("credentials are in their Secret and nowhere else: not in Helm's record, the log or our files")
    func canaries() async throws {
        try await World.run { world in
            let database = try await world.database()
            let create = try await world.perform(world.create("shop"), on: database)
            let store = try #require(try await database.openStore("shop"))
            let secret = try await world.client.get(
                Secret.self, store.credentialsSecret, in: store.namespace)
            let canaries = secret.data.keys.filter { $0 != "admin-user" && $0 != "admin-email" }
                .compactMap { secret[$0] }
            #expect(canaries.count > 8 && canaries.allSatisfy { $0.count >= 24 })

            let record = try #require(try await world.revisions(store).first)
            let raw = try await world.client.get(.secrets, record.name, in: store.namespace)
            let encoded = try #require(raw[path: "data", "release"]?.string)
            let release = try Self.decompressed(
                try #require(Data(base64Encoded: encoded).flatMap { Data(base64Encoded: $0) }))
            #expect(release.contains(store.credentialsSecret))

            var texts = [("Helm's record", release)]
            let log = try await database.log(of: create.id, lines: 10_000)
            #expect(!log.isEmpty)
            texts.append(("the job's log", log.joined(separator: "\n")))
            let files = FileManager.default.enumerator(atPath: world.folder)
            while let file = files?.nextObject() as? String {
                let contents = FileManager.default.contents(atPath: world.folder + "/" + file) ?? Data()
                texts.append((file, String(decoding: contents, as: UTF8.self)))
            }
            #expect(texts.contains { $0.0.hasSuffix("urumi.db") && $0.1.hasPrefix("SQLite") })
            for (place, text) in texts {
                for canary in canaries {
                    #expect(!text.contains(canary), "\(place)")
                    let base64 = Data(canary.utf8).base64EncodedString()
                    #expect(!text.contains(base64), "\(place), in base64")
                }
            }
        }
    }

    private static func decompressed(_ data: Data) throws -> String {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["-dc"]
        let (input, output) = (Pipe(), Pipe())
        (gzip.standardInput, gzip.standardOutput) = (input, output)
        try gzip.run()
        // A record is smaller than a pipe holds, so that writing first blocks nobody.
        try input.fileHandleForWriting.write(contentsOf: data)
        try input.fileHandleForWriting.close()
        return String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
}
