package import Domain
import FoundationEssentials
import GRDB

extension Database: ClusterRegistry {
    package func recognise(cluster: String, identity: String) async throws {
        // Nearly always it's the one that it was, which takes no write.
        let known = try await read { try ClusterRecord.identity($0, of: cluster) }
        if known == identity { return }
        try await write { connection in
            let known = try ClusterRecord.identity(connection, of: cluster)
            if known == identity { return }
            let count = try ClusterRecord.stores(connection, of: cluster).count
            guard known == nil || count == 0 else {
                throw DomainError.anotherCluster(cluster, stores: count)
            }
            try ClusterRecord.set(connection, identity, of: cluster)
        }
    }

    package func replace(cluster: String, identity: String, requestedBy: String) async throws -> [Store] {
        try await write { [now = moment] connection in
            guard let known = try ClusterRecord.identity(connection, of: cluster), known != identity else {
                try ClusterRecord.set(connection, identity, of: cluster)
                return []
            }
            let records = try ClusterRecord.stores(connection, of: cluster)
            let failure = JobFailure(
                reason: "ClusterReplaced", message: "its cluster was given up by \(requestedBy)",
                isPermanent: true)
            // The higher token refuses all that a worker might still want to write.
            try connection.execute(
                sql: """
                    UPDATE jobs SET state = 'cancelled', token = token + 1, finished_at = ?, failure = ?
                    WHERE cluster = ? AND state IN ('queued', 'running')
                    """,
                arguments: [now.milliseconds, try JSONText.encode(failure), cluster])
            for var record in records {
                record.closedAt = now
                record.store.status.updatedAt = now
                try record.update(connection)
                let entry = AuditEntry(
                    at: now, actor: requestedBy, action: "forget", target: record.store.name.description,
                    cluster: cluster, job: nil, outcome: JobState.succeeded.rawValue,
                    detail: "\(record.store.namespace), of a cluster that was replaced")
                try AuditRecord(entry).insert(connection)
            }
            try ClusterRecord.set(connection, identity, of: cluster)
            return records.map(\.store)
        }
    }
}

/// The table `clusters`.
private enum ClusterRecord {
    static func identity(_ connection: Connection, of cluster: String) throws -> String? {
        try String.fetchOne(
            connection, sql: "SELECT identity FROM clusters WHERE name = ?", arguments: [cluster])
    }

    static func set(_ connection: Connection, _ identity: String, of cluster: String) throws {
        try connection.execute(
            sql: """
                INSERT INTO clusters (name, identity) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET identity = excluded.identity
                """,
            arguments: [cluster, identity])
    }

    /// The open stores of the cluster.
    static func stores(_ connection: Connection, of cluster: String) throws -> [StoreRecord] {
        try StoreRecord.fetchAll(
            connection, sql: "SELECT * FROM stores WHERE cluster = ? AND closed_at IS NULL",
            arguments: [cluster])
    }
}
