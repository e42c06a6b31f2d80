import Domain
import Foundation
import Synchronization
import Testing

@testable import Provisioning

@Suite("Host names")
struct HostsTests {
    final class Names: HostNames {
        let isReady: Bool
        let known: Set<String>
        let held: Mutex<Set<String>>

        init(isReady: Bool = true, known: Set<String> = [], held: Set<String> = []) {
            self.isReady = isReady
            self.known = known
            self.held = Mutex(held)
        }
        func names() -> Set<String> { held.withLock { $0 } }
        func resolves(_ name: String) async -> Bool { known.contains(name) }
        private func change(_ body: (inout Set<String>) -> Void) throws {
            guard isReady else { throw HostsError.notInstalled }
            held.withLock { body(&$0) }
        }
        func add(_ names: [String]) async throws { try change { $0.formUnion(names) } }
        func remove(_ names: [String]) async throws { try change { $0.subtract(names) } }
        func sync(_ names: [String]) async throws { try change { $0 = Set(names) } }
    }

    @Test(
        "that resolve by themselves are left alone",
        arguments: ["a.localhost", "a.10.0.0.1.nip.io", "a.lvh.me"])
    func byThemselves(_ host: String) async throws {
        let names = Names()
        #expect(try await HostsStep.run([host], with: names, removing: false).isSkip)
        #expect(names.names().isEmpty)
    }

    @Test("that DNS knows are left alone, the others are added, and a delete takes them out again")
    func added() async throws {
        let names = Names(known: ["a.example.org"])
        let hosts = ["a.example.org", "a.urumi.test"]
        #expect(
            try await HostsStep.run(hosts, with: names, removing: false)
                == .done("a.urumi.test in /etc/hosts"))
        #expect(names.names() == ["a.urumi.test"])
        #expect(try await !HostsStep.run(hosts, with: names, removing: true).isSkip)
        #expect(names.names().isEmpty)
        #expect(try await HostsStep.run(hosts, with: names, removing: true).isSkip)
    }

    @Test("hold nothing up where they can't be changed: the step says what to do")
    func notInstalled() async throws {
        let result = try await HostsStep.run(["a.urumi.test"], with: Names(isReady: false), removing: false)
        #expect(result.isSkip && result.detail.contains("setup-hosts-manager.sh"))
        let elsewhere = try await HostsStep.run(["a.urumi.test"], with: nil, removing: false)
        #expect(elsewhere == .skipped("a.urumi.test needs a DNS entry"))
    }

    /// An audit trail.
    private final class Trail: AuditTrail {
        let entries = Mutex<[AuditEntry]>([])

        func record(_ entry: AuditEntry) async throws { entries.withLock { $0.append(entry) } }
        func audit(cluster: String?, store: String?, limit: Int) async throws -> [AuditEntry] { [] }
    }

    private static func store(_ name: String, _ hosts: [String], _ phase: StorePhase = .ready) throws -> Store
    {
        Store(
            id: StoreID(UUID()), name: try StoreName("shop-\(name)"), cluster: "c", namespace: name,
            spec: StoreSpec(engine: .woocommerce, hosts: hosts, chartDigest: "", chartVersion: ""),
            status: StoreStatus(phase: phase, createdAt: .now, updatedAt: .now))
    }

    @Test("of all stores are brought into line as their jobs would, and the audit trail tells of it")
    func plan() async throws {
        let stores = [
            try Self.store("a", ["a.urumi.test", "a.example.org"]), try Self.store("b", ["b.urumi.test"]),
            try Self.store("c", ["c.localhost"]), try Self.store("d", ["d.urumi.test"], .archived),
        ]
        let names = Names(
            known: ["a.example.org", "b.urumi.test"], held: ["b.urumi.test", "old.urumi.test"])
        let trail = Trail()
        let plan = await HostsPlan(for: stores, with: names)
        try await plan.carryOut(with: names, in: "c", requestedBy: "ada@vps", told: trail)
        #expect(names.names() == ["a.urumi.test", "b.urumi.test"])
        #expect(plan.added == ["a.urumi.test"] && plan.removed == ["old.urumi.test"])
        let told = trail.entries.withLock { $0 }
        #expect(told.map(\.outcome) == ["accepted", "succeeded"])
        #expect(told.allSatisfy { $0.actor == "ada@vps" && $0.action == "sync hosts" && $0.cluster == "c" })
        #expect(told.allSatisfy { $0.detail == "added a.urumi.test; removed old.urumi.test" })

        let again = await HostsPlan(for: stores, with: names)
        try await again.carryOut(with: names, in: "c", requestedBy: "ada@vps", told: trail)
        #expect(again.isEmpty && trail.entries.withLock { $0.count } == 2)
    }

    @Test("that can't be brought into line are told of as well")
    func failedPlan() async throws {
        let (names, trail) = (Names(isReady: false), Trail())
        let plan = await HostsPlan(for: [try Self.store("a", ["a.urumi.test"])], with: names)
        await #expect(throws: HostsError.notInstalled) {
            try await plan.carryOut(with: names, in: "c", requestedBy: "ada@vps", told: trail)
        }
        #expect(trail.entries.withLock { $0.map(\.outcome) } == ["accepted", "failed"])
    }

    @Test("are only looked for on this machine when the cluster is here")
    func here() {
        #expect(HostsFile(ofClusterAt: "https://127.0.0.1:6443") != nil)
        #expect(HostsFile(ofClusterAt: "https://192.0.2.1:6443") == nil)
    }

    @Test("are read from urumi's block alone")
    func block() {
        let text = """
            127.0.0.1 localhost
            # >>> urumi hosts >>>
            127.0.0.1 a.urumi.test
            # <<< urumi hosts <<<
            10.0.0.1 other.test
            """
        #expect(HostsFile.names(in: text) == ["a.urumi.test"])
    }

    @Test("are handed to the helper as arguments, and its complaint is told")
    func helper() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("urumi-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let helper = folder + "/helper"
        try "#!/bin/sh\necho \"$@\" >\(folder)/said\n[ \"$1\" = add ] || { echo no such verb >&2; exit 2; }\n"
            .write(toFile: helper, atomically: true, encoding: .utf8)
        let file = HostsFile(helper: helper, file: folder + "/hosts")
        await #expect(throws: HostsError.notInstalled) { try await file.add(["a.test"]) }
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: helper)
        try await file.add(["a.test", "b.test"])
        #expect(try String(contentsOfFile: folder + "/said", encoding: .utf8) == "add a.test b.test\n")
        await #expect(throws: HostsError.failed("no such verb")) { try await file.remove(["a.test"]) }
    }
}
