import Domain
import Foundation
import Synchronization
import Testing

@testable import Application

@Suite("Workers that commands start")
struct DetachedWorkersTests {
    private static let stays = "sleep 100; :"

    @Test("one that was started ahead is waited for, and no other is started")
    func ahead() async throws {
        try await Starts.watched(Self.stays) { starts in
            let workers = starts.workers(seenAfter: 3)
            workers.prepareWorker(cluster: "c")
            try await workers.ensureWorker(cluster: "c")
            #expect(starts.running.count == 1)
        }
    }

    @Test("one that was started ahead and has ended for want of work is replaced")
    func replaced() async throws {
        try await Starts.watched("mkdir first 2>/dev/null || { mkdir second; \(Self.stays); }") { starts in
            let workers = starts.workers(seenAfter: 1) { starts.has("second") }
            workers.prepareWorker(cluster: "c")
            try await workers.ensureWorker(cluster: "c")
            #expect(starts.has("second"))
            #expect(starts.running.count == 1)
        }
    }

    @Test("one that ends at once is told of, with where it says why")
    func ended() async throws {
        try await Starts.watched("exit 1") { starts in
            let workers = starts.workers(seenAfter: .max)
            let failure = await #expect(throws: CommandFailure.self) {
                try await workers.ensureWorker(cluster: "c")
            }
            #expect(failure?.description.contains(starts.folder + "/log") == true)
        }
    }

    @Test("none is started where one is at work")
    func present() async throws {
        try await Starts.watched(Self.stays) { starts in
            let workers = starts.workers(seenAfter: 0)
            workers.prepareWorker(cluster: "c")
            try await workers.ensureWorker(cluster: "c")
            #expect(starts.running.isEmpty)
        }
    }
}

/// Shells that stand for workers, told by their folder, which stands in their command line from the start.
private struct Starts: Sendable {
    let folder: String
    let script: String

    static func watched(_ script: String, _ body: (Starts) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/urumi-starts-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let starts = Starts(folder: folder, script: script)
        defer {
            for pid in starts.running { kill(-pid, SIGKILL) }
            try? FileManager.default.removeItem(atPath: folder)
        }
        try await body(starts)
    }

    /// - Parameters:
    ///   - looks: how often a worker is looked for in vain.
    ///   - condition: what has to hold besides.
    func workers(
        seenAfter looks: Int, _ condition: @escaping @Sendable () -> Bool = { true }
    ) -> DetachedWorkers {
        DetachedWorkers(
            registry: Registry(looks: looks, condition: condition),
            arguments: ["/bin/sh", "-c", "cd '\(folder)' && \(script)"],
            environment: ["PATH": "/usr/bin:/bin"], log: folder + "/log")
    }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + name) }

    /// Those there are now; each leads a session of its own, unlike what it starts.
    var running: [pid_t] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { pid_t($0) }.filter { getsid($0) == $0 }.filter { pid in
            let line = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") ?? Data()
            return line.range(of: Data(folder.utf8)) != nil
        }
    }
}

/// A registry that sees a worker after so many looks.
private final class Registry: WorkerRegistry {
    private let left: Mutex<Int>
    private let condition: @Sendable () -> Bool

    init(looks: Int, condition: @escaping @Sendable () -> Bool) {
        left = Mutex(looks)
        self.condition = condition
    }

    func announceWorker(cluster: String) throws -> any WorkerPresence { Presence() }

    func hasWorker(cluster: String) -> Bool {
        left.withLock { left in
            if left > 0 { left -= 1 }
            return left == 0
        } && condition()
    }

    private struct Presence: WorkerPresence {
        func end() {}
    }
}
