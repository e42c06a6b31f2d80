import Domain
import FoundationEssentials
import GRDB

/// A row of `stores`.
struct StoreRecord: FetchableRecord, PersistableRecord {
    static let databaseTableName = "stores"

    var store: Store
    var closedAt: Date?

    init(_ store: Store) { self.store = store }

    init(row: Row) throws {
        guard let id = StoreID(row["id"] as String), let name = try? StoreName(row["name"]),
            let engine = Engine(rawValue: row["engine"]), let size = StoreSize(rawValue: row["size"]),
            let phase = StorePhase(rawValue: row["phase"])
        else { throw JSONText.unknown("stores", row["id"]) }
        let spec = StoreSpec(
            engine: engine, size: size, hosts: try JSONText.strings(row["hosts"]),
            chartDigest: row["chart_digest"], chartVersion: row["chart_version"],
            overrides: try JSONText.strings(row["overrides"]), ingressClass: row["ingress_class"],
            tlsIssuer: row["tls_issuer"], storageClass: row["storage_class"])
        let status = StoreStatus(
            phase: phase, lastError: row["last_error"], revision: row["revision"],
            createdAt: Date(milliseconds: row["created_at"]),
            updatedAt: Date(milliseconds: row["updated_at"]))
        store = Store(
            id: id, name: name, cluster: row["cluster"], namespace: row["namespace"], spec: spec,
            status: status)
        closedAt = (row["closed_at"] as Int64?).map(Date.init(milliseconds:))
    }

    func encode(to container: inout PersistenceContainer) throws {
        container["id"] = store.id.description
        container["name"] = store.name.description
        container["cluster"] = store.cluster
        container["namespace"] = store.namespace
        container["engine"] = store.spec.engine.rawValue
        container["size"] = store.spec.size.rawValue
        container["hosts"] = try JSONText.encode(store.spec.hosts)
        container["chart_digest"] = store.spec.chartDigest
        container["chart_version"] = store.spec.chartVersion
        container["overrides"] = try JSONText.encode(store.spec.overrides)
        container["ingress_class"] = store.spec.ingressClass
        container["tls_issuer"] = store.spec.tlsIssuer
        container["storage_class"] = store.spec.storageClass
        container["phase"] = store.status.phase.rawValue
        container["last_error"] = store.status.lastError
        container["revision"] = store.status.revision
        container["created_at"] = store.status.createdAt.milliseconds
        container["updated_at"] = store.status.updatedAt.milliseconds
        container["closed_at"] = closedAt?.milliseconds
    }

    static func find(_ connection: Connection, id: StoreID) throws -> StoreRecord? {
        try fetchOne(
            connection, sql: "SELECT * FROM stores WHERE id = ?", arguments: [id.description])
    }

    /// The open store of that name, or else of that namespace.
    static func findOpen(
        _ connection: Connection, cluster: String, name: String, namespace: String? = nil
    ) throws -> StoreRecord? {
        try fetchOne(
            connection,
            sql: """
                SELECT * FROM stores WHERE cluster = :cluster AND closed_at IS NULL
                AND (name = :name OR namespace = :namespace) ORDER BY name = :name DESC LIMIT 1
                """,
            arguments: ["cluster": cluster, "name": name, "namespace": namespace])
    }
}
