internal import Domain
internal import Foundation

/// A job as JSON and YAML show it; the field names are those of the REST API.
package struct JobDocument: Codable, Sendable {
    struct Step: Codable, Sendable {
        var name: String
        var state: String
        var seconds: Double?
        var detail: String
    }

    var id: String
    var kind: String
    var state: String
    var store: String
    var storeID: String
    var attempt: Int
    var requestedBy: String
    var createdAt: String
    var startedAt: String?
    var finishedAt: String?
    var reason: String?
    var error: String?
    var steps: [Step]

    enum CodingKeys: String, CodingKey {
        case id, kind, state, store
        case storeID = "store_id"
        case attempt
        case requestedBy = "requested_by"
        case createdAt = "created_at"
        case startedAt = "started_at"
        case finishedAt = "finished_at"
        case reason, error, steps
    }

    init(_ job: Job, now: Date) {
        id = job.id.description
        kind = job.kind.rawValue
        state = job.state.rawValue
        store = job.storeName.description
        storeID = job.storeID.description
        attempt = job.attempt
        requestedBy = job.requestedBy
        createdAt = job.createdAt.ISO8601Format()
        startedAt = job.startedAt?.ISO8601Format()
        finishedAt = job.finishedAt?.ISO8601Format()
        reason = job.failure?.reason
        error = job.failure?.message
        steps = job.steps.map { step in
            Step(
                name: step.name.rawValue, state: step.state.rawValue,
                seconds: step.elapsed(at: now).map { ($0 * 10).rounded() / 10 }, detail: step.detail)
        }
    }
}
