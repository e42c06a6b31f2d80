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

    package func adopt(_ stores: [Store]) async throws -> [Store] {
        try await write { [now = moment] connection in
            try stores.filter { store in
                let known =
                    try StoreRecord.find(connection, id: store.id)
                    ?? StoreRecord.findOpen(
                        connection, cluster: store.cluster, name: store.name.description,
                        namespace: store.namespace)
                guard known == nil else { return false }
                try StoreRecord(store).insert(connection)
                let entry = AuditEntry(
                    at: now, actor: "urumi", action: "adopt", target: store.name.description,
                    cluster: store.cluster, job: nil, outcome: JobState.succeeded.rawValue,
                    detail: store.namespace)
                try AuditRecord(entry).insert(connection)
                return true
            }
        }
    }

    package func changes() -> AsyncStream<Void> { wake.wakes() }
}
