package import Domain
internal import Foundation

/// Keeps a detached `urumi worker` alive while there's work; it ends by itself when there's none.
package struct DetachedWorkers: WorkerLauncher {
    private let registry: any WorkerRegistry
    private let arguments: [String]
    private let environment: [String: String]
    private let log: String

    /// - Parameter arguments: the worker's whole command line, the program's path first.
    package init(
        registry: any WorkerRegistry, arguments: [String], environment: [String: String], log: String
    ) {
        self.registry = registry
        self.arguments = arguments
        self.environment = environment
        self.log = log
    }

    package func ensureWorker(cluster: String) async throws {
        // Two that are started at once do no harm: each claims what the other hasn't.
        guard try !registry.hasWorker(cluster: cluster) else { return }
        let pid = try DetachedProcess.start(arguments, environment: environment, log: log)
        // Reaped as soon as it ends, so that no zombie stays while this process lives.
        let reaper = Thread {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        }
        reaper.stackSize = 128 * 1024
        reaper.start()
    }
}
