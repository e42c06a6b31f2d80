import Domain
import Foundation
import Synchronization
import Testing

@testable import Application

@Suite("Workers that commands start")
struct DetachedWorkersTests {
    @Test("one that was started ahead is waited for, and no other is started")
    func ahead() async throws {
        try await Starts.watched("exec sleep 100") { starts in
            let workers = starts.workers(seenAfter: 3)
            workers.prepareWorker(cluster: "c")
            try await workers.ensureWorker(cluster: "c")
            #expect(try await starts.pids(1).count == 1)
        }
    }

    @Test("one that was started ahead and has ended for want of work is replaced")
    func replaced() async throws {
        try await Starts.watched("[ $(wc -l <starts) = 1 ] || exec sleep 100") { starts in
            let workers = starts.workers(seenAfter: 1) { starts.count == 2 }
            workers.prepareWorker(cluster: "c")
            try await workers.ensureWorker(cluster: "c")
            #expect(try await starts.pids(2).count == 2)
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

    @Test("none is started ahead where one is at work")
    func present() async throws {
        try await Starts.watched("exec sleep 100") { starts in
            let workers = starts.workers(seenAfter: 0)
            workers.prepareWorker(cluster: "c")
            try await workers.ensureWorker(cluster: "c")
            #expect(starts.count == 0)
        }
    }
}

/// Processes that stand for workers, each of which leaves its id in a file.
private struct Starts: Sendable {
    let folder: String
    let script: String

    static func watched(_ script: String, _ body: (Starts) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/urumi-starts-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let starts = Starts(folder: folder, script: script)
        defer {
            for pid in starts.recorded { kill(pid, SIGKILL) }
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
            arguments: ["/bin/sh", "-c", "cd '\(folder)' && echo $$ >>starts && \(script)"],
            environment: ["PATH": "/usr/bin:/bin"], log: folder + "/log")
    }

    var count: Int { recorded.count }

    var recorded: [pid_t] {
        let text = (try? String(contentsOfFile: folder + "/starts", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { pid_t($0) }
    }

    /// Those started, once they're so many.
    func pids(_ number: Int) async throws -> [pid_t] {
        while recorded.count < number { try await Task.sleep(for: .milliseconds(5)) }
        return recorded
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
