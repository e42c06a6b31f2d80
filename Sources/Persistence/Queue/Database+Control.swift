package import Domain
import FoundationEssentials
import GRDB

extension Database {
    package func cancel(_ id: JobID, requestedBy: String) async throws -> Job {
        try await write { [now = moment] connection in
            try Control(connection: connection, actor: requestedBy, now: now).cancel(id)
        }
    }

    package func retry(_ id: JobID, requestedBy: String) async throws -> Job {
        try await write { [now = moment] connection in
            try Control(connection: connection, actor: requestedBy, now: now).retry(id)
        }
    }
}

/// Changes the course of a job that was accepted before, within one transaction.
private struct Control {
    let connection: Connection
    let actor: String
    let now: Date

    func cancel(_ id: JobID) throws -> Job {
        let job = try find(id)
        guard job.state.isActive else { throw DomainError.notActive(id, state: job.state) }
        if job.cancelRequestedBy != nil { return job }
        // The token tells: a job that was ever claimed may have changed the cluster.
        if job.token == 0 { return try end(job) }
        guard job.kind == .create || job.kind == .upgrade else {
            throw DomainError.notCancellable(id, kind: job.kind)
        }
        try connection.execute(
            sql: "UPDATE jobs SET cancel_requested_by = ?, run_at = min(run_at, ?) WHERE id = ?",
            arguments: [actor, now.milliseconds, id.description])
        try note("cancel", job)
        return try find(id)
    }

    /// Ends a job that never began.
    private func end(_ job: Job) throws -> Job {
        let failure = JobFailure(reason: "Cancelled", message: "cancelled by \(actor)", isPermanent: true)
        try connection.execute(
            sql: """
                UPDATE jobs SET state = 'cancelled', cancel_requested_by = ?, finished_at = ?, failure = ?
                WHERE id = ?
                """,
            arguments: [actor, now.milliseconds, try JSONText.encode(failure), job.id.description])
        if var record = try StoreRecord.find(connection, id: job.storeID) {
            // A store that was to be made anew isn't there; one that was archived still is.
            let previous = job.parameters.previousPhase ?? .failed
            let isNew = job.kind == .create && previous == .queued
            record.store.status.phase = isNew ? record.store.status.phase : previous
            if let spec = job.parameters.previousSpec { record.store.spec = spec }
            record.store.status.updatedAt = now
            record.closedAt = isNew ? now : nil
            try record.update(connection)
        }
        try note("cancel", job)
        try AuditRecord(job, outcome: JobState.cancelled.rawValue, detail: failure.message, at: now)
            .insert(connection)
        return try find(job.id)
    }

    func retry(_ id: JobID) throws -> Job {
        let job = try find(id)
        let newest = try String.fetchOne(
            connection, sql: "SELECT id FROM jobs WHERE store_id = ? ORDER BY seq DESC LIMIT 1",
            arguments: [job.storeID.description])
        let isWaiting = job.state == .queued
        guard isWaiting || (job.state == .failed && newest == id.description) else {
            throw DomainError.notRetryable(id, state: job.state)
        }
        if isWaiting {
            try connection.execute(
                sql: "UPDATE jobs SET run_at = min(run_at, ?) WHERE id = ?",
                arguments: [now.milliseconds, id.description])
        } else {
            guard var record = try StoreRecord.find(connection, id: job.storeID), record.closedAt == nil
            else {
                throw DomainError.storeNotFound(job.storeName.description)
            }
            let steps = job.kind.steps.map { StepRecord(name: $0) }
            try connection.execute(
                sql: """
                    UPDATE jobs SET state = 'queued', attempt = 0, run_at = ?, started_at = NULL,
                        finished_at = NULL, failure = NULL, cancel_requested_by = NULL, deaths = 0,
                        reached = 0, steps = ?
                    WHERE id = ?
                    """,
                arguments: [now.milliseconds, try JSONText.encode(steps), id.description])
            record.store.status.phase = job.kind.phaseWhenQueued
            // An upgrade that was rolled back had put the wish for it aside.
            if let spec = job.parameters.spec { record.store.spec = spec }
            record.store.status.updatedAt = now
            try record.update(connection)
        }
        try note("retry", job)
        return try find(id)
    }

    private func find(_ id: JobID) throws -> Job {
        guard let job = try JobRecord.find(connection, id: id)?.job else {
            throw DomainError.jobNotFound(id.description)
        }
        return job
    }

    private func note(_ action: String, _ job: Job) throws {
        let entry = AuditEntry(
            at: now, actor: actor, action: action, target: job.storeName.description, cluster: job.cluster,
            job: job.id, outcome: "accepted", detail: "of the \(job.kind.rawValue)")
        try AuditRecord(entry).insert(connection)
    }
}
