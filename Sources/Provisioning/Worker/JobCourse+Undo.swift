internal import Domain
internal import Foundation

/// Why what a job had begun is undone.
enum Undoing: Hashable, Sendable {
    case cancelled
    case failed(JobFailure)
}

extension JobCourse {
    /// Undoes what was begun, as somebody asked for; where it's too late for that, goes on to the end.
    func cancel() async -> JobOutcome {
        await closeInterruptedStep()
        return job.kind == .create ? await undoCreate() : await undoUpgrade(.cancelled)
    }

    private func undoCreate() async -> JobOutcome {
        do {
            try await run(UndoCreateStep(), context)
        } catch {
            return end(error, undoing: .cancelled)
        }
        guard job.parameters.previousPhase == .archived else { return .cancelled(phase: nil) }
        return .cancelled(phase: .archived, spec: job.parameters.previousSpec)
    }

    func undoUpgrade(_ why: Undoing) async -> JobOutcome {
        do {
            let base = context.parameters.baseRevision
            if case .failed(let failure) = why, base == 0, let newest = try await context.history().newest {
                return .failed(failure, phase: .failed, revision: newest.revision)
            }
            if let base, base > 0 {
                let history = try await context.history()
                // What is on its way back already goes on with that.
                let isGoingBack =
                    history.newest.map { $0.operation == history[base]?.operation } ?? true
                if !isGoingBack, let revision = try await Migration.begun(in: history, context) {
                    return await beyondReturn(why, base: base, revision: revision)
                }
            }
            if case .failed(let failure) = why { try await context.notes.note { $0.undoneBecause = failure } }
            try await run(UndoUpgradeStep(), context.with(job.parameters.previousSpec).withTimeAnew())
            return undone(why, base: base, revision: try await context.revision())
        } catch {
            return end(error, undoing: why)
        }
    }

    private func undone(_ why: Undoing, base: Int?, revision: Int?) -> JobOutcome {
        let hadActed = base.map { $0 > 0 && (revision ?? 0) > $0 } ?? false
        let before = job.parameters.previousPhase ?? .ready
        // What was made where nothing had been deployed is only half there.
        let phase = base == 0 && revision != nil && before == .ready ? .failed : before
        let spec = job.parameters.previousSpec
        switch why {
        case .cancelled: return .cancelled(phase: phase, revision: revision, spec: spec)
        case .failed(var failure):
            failure.message +=
                hadActed
                ? ". The upgrade was rolled back: the store is as revision \(base ?? 0) was"
                : ". Nothing of the store's release was changed"
            failure.isPermanent = true
            return .failed(failure, phase: phase, revision: revision, spec: spec)
        }
    }

    /// The database may know the new programs alone by now: going back would be worse than waiting.
    private func beyondReturn(_ why: Undoing, base: Int, revision: Int) async -> JobOutcome {
        switch why {
        case .cancelled:
            context.lease.log(
                "it's too late to cancel: the setup of revision \(revision) has begun to change the database, so "
                    + "the upgrade goes on to its end")
            return await forward()
        case .failed(var failure):
            let name = job.storeName
            failure.message +=
                ". It wasn't rolled back, as the setup of revision \(revision) has begun to change the database: "
                + "`urumi retry \(job.id.short)` goes on with it, `urumi upgrade \(name)` with other values may "
                + "mend it; or restore a backup. `urumi rollback \(name) \(base)` is at your own risk: old "
                + "programs may not get on with the changed database"
            failure.isPermanent = true
            return .failed(failure, phase: .failed, revision: revision)
        }
    }

    /// What an error while undoing means: it's gone on with as long as there's hope.
    func end(_ error: any Error, undoing why: Undoing) -> JobOutcome {
        if error is CancellationError || Task.isCancelled { return .released }
        if let postponed = postponement(error) { return postponed }
        let failure = JobFailure(error)
        let isExhausted = !failure.isOfConnection && job.attempt >= 3 * retries.attempts
        let tries = failure.isOfConnection ? claims : job.attempt
        if !failure.isPermanent, !isExhausted,
            let delay = retries.delay(after: min(tries, retries.attempts - 1))
        {
            return .retry(
                at: context.services.now().addingTimeInterval(delay), because: failure,
                isFree: failure.isOfConnection)
        }
        let first: String
        var last = failure
        switch why {
        case .cancelled: first = "the \(job.kind.rawValue) was to be cancelled"
        case .failed(let cause):
            first = cause.message
            last.reason = cause.reason
        }
        last.message = "\(first). What it had begun couldn't be undone: \(failure.message)"
        last.isPermanent = true
        return .failed(last, phase: .failed)
    }

    /// What was under way when the wish to cancel came is no longer.
    private func closeInterruptedStep() async {
        guard var record = context.notes.running ?? job.currentStep, record.name != .undo else { return }
        record.state = .failed
        record.detail = "stopped, as the job was cancelled"
        record.finishedAt = context.services.now()
        try? await context.lease.record(record)
        context.notes.running = nil
    }
}
