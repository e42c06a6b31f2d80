package import Foundation
import Hummingbird
import Kubernetes
import Logging
import NIOCore
import Synchronization

/// The HTTP server of the demo cluster, on loopback only. Clients send no credentials over plain HTTP, so
/// what lets them in is a secret first component of every path, which its kubeconfig holds.
package final class DemoServer: Sendable {
    package struct Configuration: Sendable {
        /// 0: the system chooses.
        package var port = 0
        /// The secret first component of every path; letters and digits.
        package var prefix: String
        /// How often a watch that asked for bookmarks gets one.
        package var bookmarkInterval: Duration = .seconds(60)

        package init(port: Int = 0, prefix: String, bookmarkInterval: Duration = .seconds(60)) {
            self.port = port
            self.prefix = prefix
            self.bookmarkInterval = bookmarkInterval
        }
    }

    package let store: ObjectStore
    package let faults = ServerFaults()
    package let activity: ServerActivity
    private let configuration: Configuration
    private let handler: RequestHandler
    private let boundPort = Mutex<Int?>(nil)

    /// - Parameters:
    ///   - sleep: waits for a length of time: bookmarks, watches' ends and injected stalls go by it.
    package init(
        store: ObjectStore, logs: any PodLogSource, configuration: Configuration,
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.store = store
        self.configuration = configuration
        activity = ServerActivity(now: now)
        let api = APIHandler(
            store: store, logs: logs, activity: activity, discovery: Discovery(prefix: configuration.prefix),
            bookmarkInterval: configuration.bookmarkInterval, now: now, sleep: sleep)
        handler = RequestHandler(
            api: api, prefix: configuration.prefix, faults: faults, activity: activity, sleep: sleep)
    }

    /// The port it listens on, once it does.
    package var port: Int? { boundPort.withLock { $0 } }

    /// Serves until the task is cancelled; `onReady` gets the port.
    package func run(onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
        var logger = Logger(label: "demo-cluster") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let application = Application(
            responder: handler,
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: configuration.port), reuseAddress: true),
            onServerRunning: { [self] channel in
                let port = channel.localAddress?.port ?? configuration.port
                boundPort.withLock { $0 = port }
                await onReady(port)
            }, logger: logger)
        do {
            try await withTaskCancellationHandler {
                try await application.run()
            } onCancel: {
                store.endWatches()
            }
        } catch is CancellationError {
        } catch let error as IOError {
            throw DemoClusterError.listen(port: configuration.port, "\(error)")
        }
        boundPort.withLock { $0 = nil }
    }

    /// A kubeconfig for this server, which must be kept as secret as a password.
    package func kubeconfig(port: Int) -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: demo
        clusters:
        - name: demo
          cluster:
            server: http://127.0.0.1:\(port)/\(configuration.prefix)
        contexts:
        - name: demo
          context:
            cluster: demo
            user: demo
            namespace: default
        users:
        - name: demo
          user: {}

        """
    }
}
