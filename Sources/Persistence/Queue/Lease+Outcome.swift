import Domain
import FoundationEssentials
import GRDB

extension Lease {
    /// Writes down how the job ended or that it's queued again, with what that means for its store.
    func conclude(_ connection: Connection, _ outcome: JobOutcome, now: Date) throws {
        switch outcome {
        case .succeeded(let phase, let revision, let spec):
            try end(connection, .succeeded, failure: nil, now: now)
            try settle(connection, phase: phase, error: nil, revision: revision, spec: spec, now: now)
        case .cancelled(let phase, let revision, let spec):
            // Mostly asked for after the claim.
            let asker = try JobRecord.find(connection, id: job.id)?.job.cancelRequestedBy
            let failure = JobFailure(
                reason: "Cancelled", message: "cancelled by \(asker ?? "urumi")", isPermanent: true)
            try end(connection, .cancelled, failure: failure, now: now)
            try settle(connection, phase: phase, error: nil, revision: revision, spec: spec, now: now)
        case .failed(let failure, let phase, let revision, let spec):
            try end(connection, .failed, failure: failure, now: now)
            try settle(
                connection, phase: phase, error: failure.message, revision: revision, spec: spec, now: now)
        case .retry(let time, let failure, let isFree):
            // Whoever asked for a cancel meanwhile doesn't wait for what is given up anyway.
            try change(
                connection,
                """
                state = 'queued', attempt = attempt - :free, failure = :failure, deaths = 0, reached = 0,
                run_at = CASE
                    WHEN cancel_requested_by IS NOT NULL AND :cancelling = 0 THEN :now ELSE :run_at END
                """,
                [
                    "free": isFree ? 1 : 0, "run_at": time.milliseconds,
                    "failure": try JSONText.encode(failure),
                    "now": now.milliseconds, "cancelling": job.cancelRequestedBy != nil,
                ])
            try updateStore(
                connection, phase: job.kind.phaseWhenRunning, error: failure.message, now: now)
        case .released:
            try change(connection, "state = 'queued', attempt = attempt - 1", [:])
            try updateStore(
                connection, phase: job.kind.phaseWhenQueued, error: store.status.lastError, now: now)
        }
    }

    private func end(
        _ connection: Connection, _ state: JobState, failure: JobFailure?, now: Date
    ) throws {
        try change(
            connection, "state = :state, finished_at = :now, failure = :failure",
            [
                "state": state.rawValue, "now": now.milliseconds,
                "failure": try failure.map { try JSONText.encode($0) },
            ])
        try AuditRecord(job, outcome: state.rawValue, detail: failure?.message ?? "", at: now)
            .insert(connection)
    }

    /// What the store is from now on; no phase closes it.
    private func settle(
        _ connection: Connection, phase: StorePhase?, error: String?, revision: Int?, spec: StoreSpec?,
        now: Date
    ) throws {
        guard var record = try StoreRecord.find(connection, id: store.id) else { return }
        if let phase { record.store.status.phase = phase }
        if let spec { record.store.spec = spec }
        record.store.status.lastError = error
        record.store.status.revision = revision ?? record.store.status.revision
        record.store.status.updatedAt = now
        record.closedAt = phase == nil ? now : nil
        try record.update(connection)
    }

    private func updateStore(
        _ connection: Connection, phase: StorePhase, error: String?, now: Date
    ) throws {
        try connection.execute(
            sql: "UPDATE stores SET phase = ?, last_error = ?, updated_at = ? WHERE id = ?",
            arguments: [phase.rawValue, error, now.milliseconds, store.id.description])
    }
}

extension JobOutcome {
    /// Whether the store is gone for good.
    var closesStore: Bool {
        switch self {
        case .succeeded(let phase, _, _), .cancelled(let phase, _, _): phase == nil
        case .failed, .retry, .released: false
        }
    }
}
