package import Domain
package import Foundation
package import Logging

/// Takes jobs of one cluster from the queue and does them, several at a time, until told to stop.
package struct Worker: Sendable {
    /// When `run` returns by itself.
    package enum Stay: Sendable, Hashable {
        case untilCancelled
        /// Once nothing is queued or running, and `linger` has passed without anything new.
        case untilIdle(linger: Duration)
    }

    let queue: any JobQueue & StoreRepository
    let runner: JobRunner
    let cluster: String
    let concurrency: Int
    let clock: any Clock<Duration>
    let now: @Sendable () -> Date
    let logger: Logger
    private let registry: any WorkerRegistry

    package init(
        queue: any JobQueue & StoreRepository, registry: any WorkerRegistry, runner: JobRunner,
        cluster: String,
        concurrency: Int, logger: Logger, clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.queue = queue
        self.registry = registry
        self.runner = runner
        self.cluster = cluster
        self.concurrency = concurrency
        self.clock = clock
        self.now = now
        self.logger = logger
    }

    /// Works until `stay` says otherwise. When cancelled, claims nothing more, hands back what runs without
    /// spending an attempt, and returns.
    /// - Throws: `DomainError.anotherCluster` where the jobs are for another cluster than this worker's.
    package func run(_ stay: Stay) async throws {
        let presence = OwnPresence(registry, cluster: cluster)
        try await withTaskCancellationHandler {
            defer { presence.end() }
            try await run(stay, presence)
        } onCancel: {
            // What is enqueued from now on isn't this worker's, although it still hands back what runs.
            presence.end()
        }
    }

    private func run(_ stay: Stay, _ presence: OwnPresence) async throws {
        try presence.begin()
        logger.info("working", metadata: ["cluster": "\(cluster)", "concurrency": "\(concurrency)"])
        while true {
            try await WorkerLoop(self, stay).run()
            if Task.isCancelled || stay == .untilCancelled { break }
            // Whoever enqueues now either still sees this worker, which looks once more, or starts another.
            presence.end()
            guard try await hasWork() else { break }
            try presence.begin()
        }
        logger.info("no longer working", metadata: ["cluster": "\(cluster)"])
    }

    /// Whether any job of the cluster is queued or running.
    func hasWork() async throws -> Bool {
        try await queue.jobs(cluster: cluster, store: nil, limit: 1).first?.state.isActive ?? false
    }
}
