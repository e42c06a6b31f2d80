internal import Domain
internal import Foundation

/// A job's way forward and back: which steps it takes, and what their ends mean for it.
struct JobCourse: Sendable {
    let context: StepContext
    let retries: RetryPolicy

    var job: Job { context.job }
    /// A delete or rollback that has begun is finished.
    var canBeCancelled: Bool { job.kind == .create || job.kind == .upgrade }

    /// Goes forward, or back where it's to be cancelled.
    /// - Throws: `DomainError.anotherCluster`, with nothing done, where this isn't the job's cluster.
    func outcome(isCancelling: Bool) async throws(DomainError) -> JobOutcome {
        do {
            try await context.services.identity?.check()
        } catch let error as DomainError {
            throw error
        } catch {
            return isCancelling ? end(error, undoing: .cancelled) : await end(error)
        }
        return isCancelling ? await cancel() : await forward()
    }

    /// Does what was asked for; goes on with undoing it where that had begun.
    func forward() async -> JobOutcome {
        // The record of the step is new with each try, so that an old reason alone says nothing.
        if let failure = context.parameters.undoneBecause, job.steps.contains(where: { $0.name == .undo }) {
            return await undoUpgrade(.failed(failure))
        }
        do {
            switch job.kind {
            case .create: return try await create()
            case .upgrade: return try await upgrade()
            case .rollback: return try await rollback()
            case .delete: return try await delete()
            }
        } catch {
            return await end(error)
        }
    }

    /// Leaves a word of a lasting end where the record can be rebuilt from.
    func describe(_ outcome: JobOutcome) async {
        switch outcome {
        case .failed(let failure, .failed, _, _): await context.describeFailure(failure)
        case .succeeded(.some, _, _), .failed, .cancelled(.some, _, _): await context.describeFailure(nil)
        case .succeeded, .cancelled, .retry, .released: break
        }
    }

    // MARK: The kinds

    private func create() async throws -> JobOutcome {
        for step in Self.buildingSteps { try await run(step, context) }
        return .succeeded(phase: .ready, revision: try await context.revision())
    }

    private func upgrade() async throws -> JobOutcome {
        for step in Self.buildingSteps {
            try await run(step, context)
            // While the pods of both sizes lived side by side, the quota was that of both.
            if step is WorkloadsStep { try await run(GuardrailsStep(), context) }
        }
        return .succeeded(phase: .ready, revision: try await context.revision())
    }

    private func rollback() async throws -> JobOutcome {
        try await run(RollbackStep(), context)
        let spec = context.notes.plan?.spec
        let wanted = context.with(spec)
        try await run(WorkloadsStep(), wanted)
        try await context.recorded(.guardrails) { progress in
            try await wanted.adjustGuardrails(progress)
            return .done("quota, limits and network policies are as they were then")
        }
        try await run(HostsStep(), wanted)
        return .succeeded(phase: .ready, revision: try await context.revision(), spec: spec)
    }

    private func delete() async throws -> JobOutcome {
        try await uninstall()
        for step: any Step in [DataStep(), NamespaceRemovalStep(), HostsStep()] {
            if try await run(step, context) == .archived {
                return .succeeded(phase: .archived, revision: nil)
            }
        }
        return .succeeded(phase: nil, revision: nil)
    }

    /// What Helm can't remove in the end goes with the namespace, where nothing is to be kept.
    private func uninstall() async throws {
        do {
            try await run(UninstallStep(), context)
        } catch let error where !(error is CancellationError || error is DomainError) {
            let failure = JobFailure(error)
            guard !job.parameters.keepsData, !failure.isOfConnection, nextTry(after: failure) == nil else {
                throw error
            }
            context.lease.log("what is left of the release goes with its namespace")
        }
    }

    private static var buildingSteps: [any Step] {
        [
            NamespaceStep(), GuardrailsStep(), CredentialsStep(), ReleaseStep(), WorkloadsStep(),
            HostsStep(),
        ]
    }

    // MARK: One step

    @discardableResult
    func run(_ step: any Step, _ context: StepContext) async throws -> StepResult {
        try await context.recorded(step.name) { try await step.run(context, $0) }
    }

    // MARK: Its end

    private func end(_ error: any Error) async -> JobOutcome {
        if error is CancellationError || Task.isCancelled { return .released }
        if let postponed = postponement(error) { return postponed }
        let failure = JobFailure(error)
        if let time = nextTry(after: failure) {
            return .retry(at: time, because: failure, isFree: failure.isOfConnection)
        }
        switch job.kind {
        case .delete:
            guard case ProvisioningError.dataNotKept = error else { return .failed(failure) }
            return .failed(failure, phase: job.parameters.previousPhase ?? .failed)
        case .create: return .failed(failure)
        case .upgrade: return await undoUpgrade(.failed(failure))
        case .rollback: return await endRollback(failure)
        }
    }

    /// When to try again; nil when that's no use any more.
    private func nextTry(after failure: JobFailure) -> Date? {
        let now = context.services.now()
        // A deadline bounds a create; a delete goes on for as long as it takes to be rid of the store.
        let isOverdue = job.kind != .delete && now > context.deadline
        guard !failure.isPermanent, !isOverdue else { return nil }
        // A cluster that's away is no reason to give up before the deadline.
        let attempt = failure.isOfConnection ? min(claims, retries.attempts - 1) : job.attempt
        return retries.delay(after: attempt).map { now.addingTimeInterval($0) }
    }

    /// How often the job was begun, attempts or not.
    var claims: Int { Int(min(job.token, 1000)) }

    /// What takes its time without anything to be done about it gives its place to others meanwhile.
    func postponement(_ error: any Error) -> JobOutcome? {
        guard case ProvisioningError.namespaceEnding = error else { return nil }
        return .retry(
            at: context.services.now().addingTimeInterval(30), because: JobFailure(error), isFree: true)
    }

    /// A rollback that Helm never began leaves the store as it was; afterwards it's what the revision wanted.
    private func endRollback(_ failure: JobFailure) async -> JobOutcome {
        do {
            let newest = try await context.history().newest?.revision
            guard let plan = context.notes.plan, let base = context.parameters.baseRevision,
                let newest, newest > base
            else {
                return .failed(failure, phase: job.parameters.previousPhase ?? .failed, revision: newest)
            }
            return .failed(failure, phase: .failed, revision: newest, spec: plan.spec)
        } catch {
            return .failed(failure)
        }
    }
}

extension StepContext {
    /// Runs a step's body with its beginning, its end and what came of it written down.
    @discardableResult
    func recorded(
        _ name: StepName, _ body: (StepProgress) async throws -> StepResult
    ) async throws -> StepResult {
        var record = StepRecord(name: name, state: .running, startedAt: services.now())
        let progress = StepProgress(record: record, lease: lease)
        notes.running = record
        try await lease.record(record)
        do {
            let result = try await body(progress)
            record.state = result.isSkip ? .skipped : .succeeded
            record.detail = result.detail
            record.finishedAt = services.now()
            try await lease.record(record)
            notes.running = nil
            lease.log("\(name.rawValue): \(result.detail)")
            return result
        } catch {
            guard !(error is CancellationError), !Task.isCancelled else { throw CancellationError() }
            record.state = .failed
            record.detail = "\(error)"
            record.finishedAt = services.now()
            try? await lease.record(record)
            notes.running = nil
            lease.log("\(name.rawValue): failed: \(error)")
            throw error
        }
    }
}
