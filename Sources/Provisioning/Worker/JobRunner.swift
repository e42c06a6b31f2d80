package import Domain
internal import Foundation
package import Logging

/// Does one claimed job from beginning to end, whatever has been done of it before.
package struct JobRunner: Sendable {
    private let services: StepServices
    private let retries: RetryPolicy
    private let logger: Logger

    package init(services: StepServices, retries: RetryPolicy = RetryPolicy(), logger: Logger) {
        self.services = services
        self.retries = retries
        self.logger = logger
    }

    private enum End: Sendable {
        case finished(JobOutcome)
        case interrupted(Interruption)
        /// What is to be done is another cluster's.
        case elsewhere(DomainError)
    }

    /// Returns when the job has ended, was taken away, or the calling task was cancelled; the lease is over then.
    /// - Throws: `DomainError.anotherCluster`, with the job handed back, where the worker's cluster isn't the job's.
    package func run(_ lease: any JobLease) async throws(DomainError) {
        let log = logger.with(job: lease.job)
        log.info("begun", metadata: ["attempt": "\(lease.job.attempt)", "token": "\(lease.job.token)"])
        let course = JobCourse(
            context: StepContext(lease: lease, services: services), retries: retries)
        var isCancelling = lease.job.cancelRequestedBy != nil && course.canBeCancelled
        while true {
            switch await oneWay(course, isCancelling) {
            case .finished(let outcome):
                return await finish(lease, outcome, log)
            case .interrupted(.cancelRequested):
                log.info("to be cancelled")
                isCancelling = true
            case .interrupted(.takenAway):
                log.info("taken away")
                // It has no say any more, but this lets go of the store for whoever has.
                try? await lease.finish(.released)
                return
            case .elsewhere(let error):
                log.error("not of this cluster", metadata: ["error": "\(error)"])
                try? await lease.finish(.released)
                throw error
            }
        }
    }

    /// Forward, or back where it's to be cancelled, until that ends or something else is wanted.
    private func oneWay(_ course: JobCourse, _ isCancelling: Bool) async -> End {
        await withTaskGroup(of: End?.self) { group in
            group.addTask {
                let outcome: JobOutcome
                do throws(DomainError) {
                    outcome = try await course.outcome(isCancelling: isCancelling)
                } catch {
                    return .elsewhere(error)
                }
                await course.describe(outcome)
                return .finished(outcome)
            }
            group.addTask {
                let ignoresCancel = isCancelling || !course.canBeCancelled
                return await interruption(of: course.context.lease, ignoresCancel).map { .interrupted($0) }
            }
            var end: End?
            while end == nil, let next = await group.next() { end = next }
            // The steps' clean-up (ending Helm) is waited for, so that the next holder finds nobody at work.
            group.cancelAll()
            return end ?? .finished(.released)
        }
    }

    private func interruption(of lease: any JobLease, _ ignoresCancel: Bool) async -> Interruption? {
        while let interruption = await lease.untilInterrupted() {
            guard ignoresCancel, interruption == .cancelRequested else { return interruption }
            // The wish stays on record, so that only now and then can be looked for anything else.
            guard (try? await services.clock.sleep(for: .seconds(1))) != nil else { return nil }
        }
        return nil
    }

    private func finish(_ lease: any JobLease, _ outcome: JobOutcome, _ log: Logger) async {
        do {
            try await lease.finish(outcome)
            log.info("ended", metadata: ["outcome": "\(outcome)"])
        } catch {
            log.error("its end couldn't be recorded", metadata: ["error": "\(error)"])
        }
    }
}

extension Logger {
    fileprivate func with(job: Job) -> Logger {
        var logger = self
        logger[metadataKey: "job"] = "\(job.id.short)"
        logger[metadataKey: "store"] = "\(job.storeName)"
        logger[metadataKey: "kind"] = "\(job.kind.rawValue)"
        return logger
    }
}
