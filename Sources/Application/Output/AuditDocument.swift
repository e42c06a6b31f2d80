internal import Domain
internal import Foundation

/// A line of the audit trail as JSON and YAML show it; the field names are those of the REST API.
package struct AuditDocument: Codable, Sendable {
    var at: String
    var actor: String
    var action: String
    var store: String
    var cluster: String
    var job: String?
    var outcome: String
    var detail: String

    init(_ entry: AuditEntry) {
        at = entry.at.ISO8601Format()
        actor = entry.actor
        action = entry.action
        store = entry.target
        cluster = entry.cluster
        job = entry.job?.description
        outcome = entry.outcome
        detail = entry.detail
    }
}
