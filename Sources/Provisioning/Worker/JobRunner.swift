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
        case superseded
    }

    /// Returns when the job has ended, was taken away, or the calling task was cancelled; the lease is over then.
    package func run(_ lease: any JobLease) async {
        let log = logger.with(job: lease.job)
        log.info("begun", metadata: ["attempt": "\(lease.job.attempt)", "token": "\(lease.job.token)"])
        let end = await withTaskGroup(of: End?.self) { group in
            group.addTask { .finished(await perform(lease)) }
            group.addTask {
                await lease.untilInterrupted() == nil ? nil : .superseded
            }
            var end: End?
            while end == nil, let next = await group.next() { end = next }
            // The steps' clean-up (ending Helm) is waited for, so that the next holder finds nobody at work.
            group.cancelAll()
            return end
        }
        guard case .finished(let outcome) = end else {
            log.info("taken away or cancelled")
            // It has no say any more, but this lets go of the store for whoever has.
            try? await lease.finish(.released)
            return
        }
        do {
            try await lease.finish(outcome)
            log.info("ended", metadata: ["outcome": "\(outcome)"])
        } catch {
            log.error("its end couldn't be recorded", metadata: ["error": "\(error)"])
        }
    }

    private func perform(_ lease: any JobLease) async -> JobOutcome {
        let job = lease.job
        let deadline = (job.startedAt ?? services.now()).addingTimeInterval(
            Double(job.parameters.timeoutSeconds))
        let context = StepContext(lease: lease, services: services, deadline: deadline)
        var phase: StorePhase? = job.kind == .delete ? nil : .ready
        do {
            for step in Self.steps(of: job) {
                if try await run(step, context) == .archived {
                    return .succeeded(phase: .archived, revision: nil)
                }
            }
            if job.kind == .delete { phase = nil }
            return .succeeded(phase: phase, revision: try await context.revision())
        } catch {
            return outcome(of: error, job)
        }
    }

    private func run(_ step: any Step, _ context: StepContext) async throws -> StepResult {
        var record = StepRecord(name: step.name, state: .running, startedAt: services.now())
        let progress = StepProgress(record: record, lease: context.lease)
        try await context.lease.record(record)
        do {
            let result = try await step.run(context, progress)
            record.state = result.isSkip ? .skipped : .succeeded
            record.detail = result.detail
            record.finishedAt = services.now()
            try await context.lease.record(record)
            context.lease.log("\(step.name.rawValue): \(result.detail)")
            return result
        } catch {
            guard !(error is CancellationError), !Task.isCancelled else { throw CancellationError() }
            record.state = .failed
            record.detail = "\(error)"
            record.finishedAt = services.now()
            try? await context.lease.record(record)
            context.lease.log("\(step.name.rawValue): failed: \(error)")
            throw error
        }
    }

    private func outcome(of error: any Error, _ job: Job) -> JobOutcome {
        if error is CancellationError || Task.isCancelled { return .released }
        let failure = JobFailure(error)
        // A deadline bounds a create; a delete goes on for as long as it takes to be rid of the store.
        let isOverdue =
            job.kind != .delete
            && services.now().timeIntervalSince(job.startedAt ?? services.now())
                > Double(job.parameters.timeoutSeconds)
        guard !failure.isPermanent, !isOverdue else { return .failed(failure) }
        // A cluster that's away is no reason to give up before the deadline.
        let attempt = failure.isOfConnection ? min(job.attempt, retries.attempts - 1) : job.attempt
        guard let delay = retries.delay(after: attempt) else { return .failed(failure) }
        return .retry(at: services.now().addingTimeInterval(delay), because: failure)
    }

    private static func steps(of job: Job) -> [any Step] {
        switch job.kind {
        case .create:
            [
                NamespaceStep(), GuardrailsStep(), CredentialsStep(), ReleaseStep(), WorkloadsStep(),
                HostsStep(),
            ]
        case .upgrade:
            [
                NamespaceStep(), GuardrailsStep(), CredentialsStep(), ReleaseStep(), WorkloadsStep(),
                HostsStep(),
            ]
        case .rollback: [ReleaseStep(), WorkloadsStep(), GuardrailsStep(), HostsStep()]
        case .delete: [UninstallStep(), DataStep(), NamespaceRemovalStep(), HostsStep()]
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
