package import Domain
import GRDB

extension Database: StoreRepository {
    package func stores(cluster: String) async throws -> [Store] {
        try await read { connection in
            try StoreRecord.fetchAll(
                connection, sql: "SELECT * FROM stores WHERE cluster = ? AND closed_at IS NULL ORDER BY name",
                arguments: [cluster]
            ).map(\.store)
        }
    }

    package func store(named name: String, cluster: String) async throws -> Store? {
        try await read { connection in
            try StoreRecord.findOpen(connection, cluster: cluster, name: name)?.store
        }
    }

    package func store(_ id: StoreID) async throws -> Store? {
        try await read { connection in try StoreRecord.find(connection, id: id)?.store }
    }

    package func adopt(_ stores: [Store], requestedBy actor: String) async throws -> [Store] {
        try await write { [now = moment] connection in
            try stores.filter { store in
                let isTaken =
                    try StoreRecord.findOpen(
                        connection, cluster: store.cluster, name: store.name.description,
                        namespace: store.namespace) != nil
                guard !isTaken, try Self.record(store, connection) else { return false }
                let entry = AuditEntry(
                    at: now, actor: actor, action: "adopt", target: store.name.description,
                    cluster: store.cluster, job: nil, outcome: JobState.succeeded.rawValue,
                    detail: store.namespace)
                try AuditRecord(entry).insert(connection)
                return true
            }
        }
    }

    /// Records the store, again where its record was closed before it was seen to be there.
    private static func record(_ store: Store, _ connection: Connection) throws -> Bool {
        guard let known = try StoreRecord.find(connection, id: store.id) else {
            try StoreRecord(store).insert(connection)
            return true
        }
        let isWorkedOn =
            try Bool.fetchOne(
                connection,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM jobs WHERE store_id = ? AND state IN ('queued', 'running'))
                    """,
                arguments: [store.id.description]) ?? false
        guard let closedAt = known.closedAt, closedAt < store.status.updatedAt, !isWorkedOn else {
            return false
        }
        try StoreRecord(store).update(connection)
        return true
    }

    package func changes() -> AsyncStream<Void> { wake.wakes() }
}
