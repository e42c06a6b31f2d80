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
            let store = try place(name: name, namespace: namespace, spec: spec, maxStores: maxStores)
            return try queue(.create, on: store, keepsData: false)
        case .delete(let id, let keepsData):
            return try delete(id, keepsData: keepsData)
        }
    }

    /// The record of the store to be made: a new one, or an archived one taken up again.
    private func place(
        name: StoreName, namespace: String, spec: StoreSpec, maxStores: Int?
    ) throws -> Store {
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
            record.store.spec = spec
            record.store.status.lastError = nil
            try record.update(connection)
            return record.store
        }
        let status = StoreStatus(phase: .queued, createdAt: now, updatedAt: now)
        let store = Store(
            id: StoreID(ids()), name: name, cluster: request.cluster, namespace: namespace, spec: spec,
            status: status)
        try StoreRecord(store).insert(connection)
        return store
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
        guard let record = try StoreRecord.find(connection, id: id), record.closedAt == nil,
            record.store.cluster == request.cluster
        else { throw DomainError.storeNotFound(id.description) }
        let active = try JobRecord.fetchOne(
            connection, sql: "SELECT * FROM jobs WHERE store_id = ? AND state IN ('queued', 'running')",
            arguments: [id.description])
        if let job = active?.job {
            if job.kind == .delete {
                if job.parameters.keepsData == keepsData { return job }
                throw DomainError.busy(job.storeName, kind: .delete)
            }
            try supersede(job)
        }
        return try queue(.delete, on: record.store, keepsData: keepsData)
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
        try AuditEntry(job, outcome: outcome, detail: detail, at: now).insert(connection)
    }

    private func queue(_ kind: JobKind, on store: Store, keepsData: Bool) throws -> Job {
        let parameters = JobParameters(keepsData: keepsData, timeoutSeconds: request.timeoutSeconds)
        let job = Job(
            id: JobID(ids()), storeID: store.id, storeName: store.name, cluster: store.cluster, kind: kind,
            parameters: parameters, runAt: now, createdAt: now, requestedBy: request.requestedBy)
        try JobRecord(job).insert(connection)
        try connection.execute(
            sql: "UPDATE stores SET phase = ?, updated_at = ? WHERE id = ?",
            arguments: [kind.phaseWhenQueued.rawValue, now.milliseconds, store.id.description])
        try AuditEntry(job, outcome: "accepted", at: now).insert(connection)
        return job
    }
}
