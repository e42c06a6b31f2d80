package import Domain
internal import Foundation
internal import Synchronization

/// Keeps a detached `urumi worker` alive while there's work; it ends by itself when there's none.
package final class DetachedWorkers: WorkerLauncher {
    private let registry: any WorkerRegistry
    private let arguments: [String]
    private let environment: [String: String]
    private let log: String
    private let logMode: UInt32
    private let latest = Mutex<Child?>(nil)

    /// - Parameter arguments: the worker's whole command line, the program's path first.
    package init(
        registry: any WorkerRegistry, arguments: [String], environment: [String: String], log: String,
        logMode: UInt32 = 0o600
    ) {
        self.registry = registry
        self.arguments = arguments
        self.environment = environment
        self.log = log
        self.logMode = logMode
    }

    package func prepareWorker(cluster: String) { _ = try? startIfMissing(cluster: cluster) }

    /// - Throws: `CommandFailure` when a worker was started but ended at once.
    package func ensureWorker(cluster: String) async throws {
        // One that was started earlier may be on its way, or at its end for want of work.
        if let earlier = latest.withLock({ $0 }), try await isThere(earlier, cluster) { return }
        // Two that are started at once do no harm: each claims what the other hasn't.
        guard let child = try startIfMissing(cluster: cluster) else { return }
        if try await !isThere(child, cluster), child.hasEnded {
            throw CommandFailure(
                .failed,
                "the action is accepted, but its worker ended at once; \(log) says why, and the next "
                    + "urumi that is started takes it up")
        }
    }

    /// Starts a worker where none is at work, without waiting for it to say that it lives.
    @discardableResult func startIfMissing(cluster: String) throws -> Child? {
        guard try !registry.hasWorker(cluster: cluster) else { return nil }
        let child = Child(
            pid: try DetachedProcess.start(
                arguments, environment: environment, log: log, logMode: logMode))
        latest.withLock { $0 = child }
        return child
    }

    /// Whether there's a worker of the cluster, once the child is one, has ended, or takes too long.
    private func isThere(_ child: Child, _ cluster: String) async throws -> Bool {
        for _ in 0..<500 where !child.hasEnded {
            if try registry.hasWorker(cluster: cluster) { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try registry.hasWorker(cluster: cluster)
    }

    /// A started process, reaped as soon as it ends, so that no zombie stays while this one lives.
    final class Child: Sendable {
        private let ended = Mutex(false)

        var hasEnded: Bool { ended.withLock { $0 } }

        init(pid: pid_t) {
            let reaper = Thread { [self] in
                var status: Int32 = 0
                while waitpid(pid, &status, 0) < 0, errno == EINTR {}
                ended.withLock { $0 = true }
            }
            reaper.stackSize = 128 * 1024
            reaper.start()
        }
    }
}
