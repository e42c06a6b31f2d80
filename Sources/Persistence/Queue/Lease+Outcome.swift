import Domain
import FoundationEssentials
import GRDB

extension Lease {
    /// Writes down how the job ended or that it's queued again, with what that means for its store.
    func conclude(_ connection: Connection, _ outcome: JobOutcome, now: Date) throws {
        switch outcome {
        case .succeeded(let phase, let revision):
            try end(connection, .succeeded, failure: nil, now: now)
            try connection.execute(
                sql: """
                    UPDATE stores SET phase = COALESCE(:phase, phase), last_error = NULL,
                        revision = COALESCE(:revision, revision), updated_at = :now,
                        closed_at = IIF(:phase IS NULL, :now, NULL)
                    WHERE id = :id
                    """,
                arguments: [
                    "phase": phase?.rawValue, "revision": revision, "now": now.milliseconds,
                    "id": store.id.description,
                ])
        case .failed(let failure):
            try end(connection, .failed, failure: failure, now: now)
            try updateStore(connection, phase: .failed, error: failure.message, now: now)
        case .retry(let time, let failure):
            try change(
                connection, "state = 'queued', run_at = :run_at, failure = :failure",
                ["run_at": time.milliseconds, "failure": try JSONText.encode(failure)])
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
        try AuditEntry(job, outcome: state.rawValue, detail: failure?.message ?? "", at: now)
            .insert(connection)
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
        if case .succeeded(phase: nil, _) = self { true } else { false }
    }
}
