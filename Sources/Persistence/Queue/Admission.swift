import Domain
import FoundationEssentials
import GRDB

/// Accepts or refuses an action, within one transaction.
struct Admission {
    let connection: Connection
    let request: JobRequest
    let now: Date
    let ids: @Sendable () -> UUID

    func admit() throws -> Job {
        switch request.action {
        case .create(let name, let namespace, let spec, let maxStores):
            let (store, previous) = try place(
                name: name, namespace: namespace, spec: spec, maxStores: maxStores)
            return try queue(.create, on: store) {
                $0.spec = spec
                $0.previousSpec = previous
            }
        case .delete(let id, let keepsData):
            return try delete(id, keepsData: keepsData)
        case .upgrade(let id, let spec):
            var record = try idleStore(id, for: .upgrade)
            let previous = record.store.spec
            record.store.spec = spec
            try record.update(connection)
            return try queue(.upgrade, on: record.store) {
                $0.spec = spec
                $0.previousSpec = previous
            }
        case .rollback(let id, let revision):
            let store = try idleStore(id, for: .rollback).store
            return try queue(.rollback, on: store) {
                $0.revision = revision
                $0.previousSpec = store.spec
            }
        }
    }

    /// An open store on which nothing runs and to which `kind` can be done.
    private func idleStore(_ id: StoreID, for kind: JobKind) throws -> StoreRecord {
        let record = try openStore(id)
        let store = record.store
        if let active = try activeJob(of: id) { throw DomainError.busy(store.name, kind: active.kind) }
        guard store.status.phase == .ready || store.status.phase == .failed else {
            throw DomainError.wrongPhase(store.name, phase: store.status.phase, kind: kind)
        }
        return record
    }

    private func openStore(_ id: StoreID) throws -> StoreRecord {
        guard let record = try StoreRecord.find(connection, id: id), record.closedAt == nil,
            record.store.cluster == request.cluster
        else { throw DomainError.storeNotFound(id.description) }
        return record
    }

    private func activeJob(of id: StoreID) throws -> Job? {
        try JobRecord.fetchOne(
            connection, sql: "SELECT * FROM jobs WHERE store_id = ? AND state IN ('queued', 'running')",
            arguments: [id.description])?.job
    }

    /// The record of the store to be made: a new one, or an archived one taken up again, with what was wanted
    /// of it then.
    private func place(
        name: StoreName, namespace: String, spec: StoreSpec, maxStores: Int?
    ) throws -> (Store, StoreSpec?) {
        let taken = try StoreRecord.findOpen(
            connection, cluster: request.cluster, name: name.description, namespace: namespace)
        if let store = taken?.store {
            // Another engine could make nothing of the volumes.
            let isKept = store.status.phase == .archived && store.name == name
            guard isKept, store.spec.engine == spec.engine else {
                throw DomainError.nameTaken(store.name, phase: store.status.phase)
            }
        }
        if let maxStores, try openStores() >= maxStores { throw DomainError.limitReached(maxStores) }
        if var record = taken {
            let previous = record.store.spec
            record.store.spec = spec
            record.store.status.lastError = nil
            try record.update(connection)
            return (record.store, previous)
        }
        let status = StoreStatus(phase: .queued, createdAt: now, updatedAt: now)
        let store = Store(
            id: StoreID(ids()), name: name, cluster: request.cluster, namespace: namespace, spec: spec,
            status: status)
        try StoreRecord(store).insert(connection)
        return (store, nil)
    }

    private func openStores() throws -> Int {
        try Int.fetchOne(
            connection,
            sql: """
                SELECT COUNT(*) FROM stores
                WHERE cluster = ? AND closed_at IS NULL AND phase <> 'archived'
                """,
            arguments: [request.cluster]) ?? 0
    }

    private func delete(_ id: StoreID, keepsData: Bool) throws -> Job {
        var record = try openStore(id)
        if let job = try activeJob(of: id) {
            if job.kind == .delete {
                if job.parameters.keepsData == keepsData { return job }
                throw DomainError.busy(job.storeName, kind: .delete)
            }
            try supersede(job)
            // What a delete that is cancelled in turn leaves: a store as it was before, if the work on it never
            // began and there was one, or else one that needs a decision.
            let before = job.token == 0 ? job.parameters.previousPhase : nil
            record.store.status.phase = before.flatMap { $0.isInMotion ? nil : $0 } ?? .failed
            if job.token == 0, let spec = job.parameters.previousSpec { record.store.spec = spec }
            if record.store.status.phase == .failed {
                record.store.status.lastError = "its \(job.kind.rawValue) was given up for a delete"
            }
            try record.update(connection)
        }
        return try queue(.delete, on: record.store) { $0.keepsData = keepsData }
    }

    /// Cancels `job`; the higher token refuses all that its worker might still want to write.
    private func supersede(_ job: Job) throws {
        let detail = "superseded by a delete that \(request.requestedBy) asked for"
        let failure = JobFailure(reason: "Superseded", message: detail, isPermanent: true)
        try connection.execute(
            sql: """
                UPDATE jobs SET state = 'cancelled', token = token + 1, finished_at = ?, failure = ?
                WHERE id = ?
                """,
            arguments: [now.milliseconds, try JSONText.encode(failure), job.id.description])
        let outcome = JobState.cancelled.rawValue
        try AuditRecord(job, outcome: outcome, detail: detail, at: now).insert(connection)
    }

    private func queue(
        _ kind: JobKind, on store: Store, _ adjust: (inout JobParameters) -> Void
    ) throws -> Job {
        var parameters = JobParameters(
            timeoutSeconds: request.timeoutSeconds, previousPhase: store.status.phase)
        adjust(&parameters)
        let job = Job(
            id: JobID(ids()), storeID: store.id, storeName: store.name, cluster: store.cluster, kind: kind,
            parameters: parameters, runAt: now, createdAt: now, requestedBy: request.requestedBy)
        try JobRecord(job).insert(connection)
        try connection.execute(
            sql: "UPDATE stores SET phase = ?, updated_at = ? WHERE id = ?",
            arguments: [kind.phaseWhenQueued.rawValue, now.milliseconds, store.id.description])
        try AuditRecord(job, outcome: "accepted", at: now).insert(connection)
        return job
    }
}
