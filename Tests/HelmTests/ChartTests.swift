import Foundation
import Testing

@testable import Helm

@Suite("Charts")
struct ChartTests {
    private let folder: TemporaryFolder
    private var snapshots: ChartSnapshots { ChartSnapshots(folder: folder.path + "/snapshots") }

    init() throws { folder = try TemporaryFolder() }

    @Test("Chart.yaml's name, version, appVersion and annotations are read")
    func metadata() throws {
        let chart = try folder.chart()
        #expect(chart.name == "greeter" && chart.version == "1.2.3" && chart.appVersion == "8.4")
        #expect(chart.annotations == ["urumi.dev/engine": "woocommerce"])
        #expect(throws: HelmError.self) { try Chart(folder: folder.path) }
    }

    @Test("a snapshot stays as it was when the chart changes, and is owner-only")
    func snapshot() throws {
        let stored = try snapshots.store(folder.chart())
        #expect(stored.digest.count == 64)
        #expect(try snapshots.store(folder.chart()) == stored)
        let changed = try snapshots.store(folder.chart(version: "2.0.0"))
        #expect(changed.digest != stored.digest)
        #expect(try snapshots.snapshot(stored.digest).chart.version == "1.2.3")
        for (path, mode) in [("", 0o700), ("/templates", 0o700), ("/templates/configmap.yaml", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: stored.chart.folder + path)
            #expect(attributes[.posixPermissions] as? Int == mode, "\(path)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/snapshots").count == 2)
    }

    @Test("a shared snapshot is the group's to read and to replace, whatever the umask")
    func shared() throws {
        let shared = ChartSnapshots(folder: folder.path + "/shared", isShared: true)
        let before = umask(0o077)
        defer { umask(before) }
        let stored = try shared.store(folder.chart())
        let modes = [("", 0o2770), ("/templates", 0o2770), ("/templates/configmap.yaml", 0o660)]
        for (path, mode) in modes {
            var status = stat()
            #expect(lstat(stored.chart.folder + path, &status) == 0)
            #expect(Int(status.st_mode) & 0o7777 == mode, "\(path)")
        }
    }

    @Test("a copy that can't be read is replaced")
    func unreadable() throws {
        let stored = try snapshots.store(folder.chart())
        try Data().write(to: URL(fileURLWithPath: stored.chart.folder + "/Chart.yaml"))
        chmod(stored.chart.folder, 0)
        #expect(try snapshots.store(folder.chart()) == stored)
    }

    @Test("a missing or altered snapshot is refused, and storing again mends it")
    func damaged() throws {
        let chart = try folder.chart()
        let stored = try snapshots.store(chart)
        try Data("x".utf8).write(to: URL(fileURLWithPath: stored.chart.folder + "/values.yaml"))
        #expect(throws: HelmError.snapshotDamaged(digest: stored.digest, path: stored.chart.folder)) {
            try snapshots.snapshot(stored.digest)
        }
        #expect(try snapshots.store(chart) == stored)
        let digest = String(repeating: "0", count: 64)
        #expect(throws: HelmError.snapshotMissing(digest: digest)) { try snapshots.snapshot(digest) }
    }

    @Test("pruning spares what is used and what is new")
    func prune() throws {
        let used = try snapshots.store(folder.chart())
        let unused = try snapshots.store(folder.chart(version: "2.0.0"))
        #expect(snapshots.prune(keeping: [used.digest]) == [])
        let later = ChartSnapshots(folder: folder.path + "/snapshots") { Date().addingTimeInterval(7200) }
        #expect(later.prune(keeping: [used.digest]) == [unused.digest])
        #expect(try snapshots.snapshot(used.digest) == used)
    }

    @Test("a chart with a symbolic link inside is refused")
    func link() throws {
        let chart = try folder.chart()
        try FileManager.default.createSymbolicLink(
            atPath: chart.folder + "/secret.yaml", withDestinationPath: "/etc/hostname")
        #expect(throws: HelmError.self) { try ChartDigest.of(folder: chart.folder) }
    }
}
