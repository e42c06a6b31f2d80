internal import Domain
internal import Foundation

/// Follows a job to its end, telling each step on stderr, and sees to it that somebody does it.
struct JobFollower: Sendable {
    let records: any Records
    let launcher: any WorkerLauncher

    /// Returns the job when it has ended.
    func follow(_ job: Job) async throws -> Job {
        var told: [String: String] = [:]
        var last = job
        try await launcher.ensureWorker(cluster: job.cluster)
        for await _ in records.changes().merging(every: .seconds(1)) {
            guard let current = try await records.job(job.id) else {
                throw DomainError.jobNotFound(job.id.short)
            }
            last = current
            for step in current.steps where step.state != .pending && step.state != .skipped {
                let line = "\(step.name.rawValue): \(step.detail)"
                if !step.detail.isEmpty, told[step.name.rawValue] != line {
                    told[step.name.rawValue] = line
                    Printer.note("  " + line)
                }
            }
            if !current.state.isActive { return current }
            // A worker that was killed is replaced by whoever waits.
            try await launcher.ensureWorker(cluster: job.cluster)
        }
        return last
    }
}

extension AsyncStream where Element == Void {
    /// This stream's elements, and one more whenever `interval` has passed, until this stream ends.
    func merging(every interval: Duration) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let pump = Task {
                await withTaskGroup(of: Void.self) { group in
                    group.addTask {
                        for await _ in self { continuation.yield() }
                        continuation.finish()
                    }
                    group.addTask {
                        while (try? await Task.sleep(for: interval)) != nil { continuation.yield() }
                    }
                    await group.next()
                    group.cancelAll()
                }
            }
            continuation.onTermination = { _ in pump.cancel() }
        }
    }
}
