internal import Domain
internal import Foundation
internal import Logging

/// One worker's turn: claims, waits for news, claims again.
struct WorkerLoop: Sendable {
    private enum News: Sendable {
        case changed, finished
        case alarm
        case elsewhere(DomainError)
    }

    /// How soon a queue that can't be read is tried again.
    private static let patience: Duration = .seconds(1)

    private let worker: Worker
    private let stay: Worker.Stay

    init(_ worker: Worker, _ stay: Worker.Stay) {
        self.worker = worker
        self.stay = stay
    }

    /// Returns when cancelled, or when idle for as long as `stay` says.
    /// - Throws: `DomainError.anotherCluster` where the jobs are another cluster's, which somebody else has to do.
    func run() async throws(DomainError) {
        var refusal: DomainError?
        let (news, post) = AsyncStream.makeStream(of: News.self)
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in worker.queue.changes() { post.yield(.changed) }
            }
            var running = 0
            var idleSince: Date?
            var alarm: Task<Void, Never>?
            var arriving = news.makeAsyncIterator()
            while !Task.isCancelled {
                while running < worker.concurrency, let lease = await claim() {
                    running += 1
                    group.addTask {
                        do throws(DomainError) {
                            try await worker.runner.run(lease)
                            post.yield(.finished)
                        } catch {
                            post.yield(.elsewhere(error))
                        }
                    }
                }
                let wait: Duration?
                if running == 0, await isIdle() {
                    let since = idleSince ?? worker.now()
                    idleSince = since
                    wait = lingering(since: since)
                    if let wait, wait <= .zero { break }
                } else {
                    idleSince = nil
                    wait = await untilDue(running: running)
                }
                alarm?.cancel()
                alarm = wait.map { wait in
                    Task {
                        guard (try? await worker.clock.sleep(for: wait)) != nil else { return }
                        post.yield(.alarm)
                    }
                }
                guard let item = await arriving.next() else { break }
                if case .finished = item { running -= 1 }
                if case .elsewhere(let error) = item {
                    refusal = error
                    break
                }
            }
            alarm?.cancel()
            group.cancelAll()
        }
        if let refusal { throw refusal }
    }

    private func claim() async -> (any JobLease)? {
        do {
            return try await worker.queue.claim(cluster: worker.cluster)
        } catch {
            worker.logger.error("nothing can be claimed", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private func isIdle() async -> Bool {
        // A queue that can't be read isn't an empty one.
        (try? await worker.hasWork()) == false
    }

    private func lingering(since: Date) -> Duration? {
        guard case .untilIdle(let linger) = stay else { return nil }
        return linger - .seconds(worker.now().timeIntervalSince(since))
    }

    /// How long nothing but time can bring work; nil when only a change can.
    private func untilDue(running: Int) async -> Duration? {
        guard running < worker.concurrency else { return nil }
        do {
            let due = try await worker.queue.nextRunAt(cluster: worker.cluster)
            return due.map { .seconds(max($0.timeIntervalSince(worker.now()), 0.05)) }
        } catch {
            return Self.patience
        }
    }
}
