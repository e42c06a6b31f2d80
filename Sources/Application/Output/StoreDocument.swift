internal import Domain
internal import Foundation

/// A store as JSON and YAML show it; the field names are those of the REST API.
package struct StoreDocument: Codable, Sendable {
    var id: String
    var name: String
    var engine: String
    var size: String
    var status: String
    var health: String?
    var problem: String?
    /// How the cluster isn't as it was left; absent where it wasn't looked at.
    var drift: [DriftDocument]?
    var cluster: String
    var namespace: String
    var hosts: [String]
    var urls: [String: String]
    var chartVersion: String
    /// `K=V` assignments of chart values.
    var values: [String]
    var revision: Int?
    var error: String?
    var createdAt: String
    var updatedAt: String
    var job: String?

    enum CodingKeys: String, CodingKey {
        case id, name, engine, size, status, health, problem, drift, cluster, namespace, hosts, urls
        case chartVersion = "chart_version"
        case values, revision, error
        case createdAt = "created_at"
        case updatedAt = "updated_at"
        case job
    }

    init(
        _ store: Store, observation: StoreObservation? = nil, drifts: [Drift]? = nil, job: JobID? = nil
    ) {
        id = store.id.description
        name = store.name.description
        engine = store.spec.engine.rawValue
        size = store.spec.size.rawValue
        status = store.status.phase.rawValue
        health = observation?.health(phase: store.status.phase).rawValue
        problem = observation?.problem(phase: store.status.phase)
        drift = drifts?.map { DriftDocument($0, of: store.name.description) }
        cluster = store.cluster
        namespace = store.namespace
        hosts = store.spec.hosts
        urls = Dictionary(
            store.urls.map { ($0.title.lowercased(), $0.text) }, uniquingKeysWith: { first, _ in first })
        chartVersion = store.spec.chartVersion
        values = store.spec.overrides
        revision = store.status.revision
        error = store.status.lastError
        createdAt = store.status.createdAt.ISO8601Format()
        updatedAt = store.status.updatedAt.ISO8601Format()
        self.job = job?.description
    }
}
