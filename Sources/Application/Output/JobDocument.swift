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

    /// What was asked for beyond the kind; absent where it says nothing.
    struct Parameters: Codable, Sendable {
        var keepData: Bool?
        var revision: Int?
        var baseRevision: Int?
        var size: String?
        var chartVersion: String?
        var values: [String]?
        var timeoutSeconds: Int

        enum CodingKeys: String, CodingKey {
            case keepData = "keep_data"
            case revision
            case baseRevision = "base_revision"
            case size
            case chartVersion = "chart_version"
            case values
            case timeoutSeconds = "timeout_seconds"
        }

        init(_ parameters: JobParameters, kind: JobKind) {
            keepData = kind == .delete ? parameters.keepsData : nil
            revision = parameters.revision
            baseRevision = parameters.baseRevision
            size = parameters.spec?.size.rawValue
            chartVersion = parameters.spec?.chartVersion
            values = parameters.spec?.overrides
            timeoutSeconds = parameters.timeoutSeconds
        }
    }

    var id: String
    var kind: String
    var state: String
    var store: String
    var storeID: String
    var attempt: Int
    var requestedBy: String
    /// Who wants it cancelled.
    var cancelRequestedBy: String?
    var parameters: Parameters
    /// When its next attempt is due, while it waits for one.
    var runAt: String?
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
        case cancelRequestedBy = "cancel_requested_by"
        case parameters
        case runAt = "run_at"
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
        requestedBy = Requester(job.requestedBy).name
        cancelRequestedBy = job.cancelRequestedBy.map { Requester($0).name }
        parameters = Parameters(job.parameters, kind: job.kind)
        runAt = job.state == .queued ? job.runAt.ISO8601Format() : nil
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
