internal import Domain
internal import Foundation

/// A line of the audit trail as JSON and YAML show it; the field names are those of the REST API.
package struct AuditDocument: Codable, Sendable {
    var at: String
    /// `user@host`; `urumi` for what it did by itself.
    var actor: String
    /// The address, terminal and user behind it; absent where nothing is known.
    var from: String?
    var action: String
    var store: String
    var cluster: String
    var job: String?
    var outcome: String
    var detail: String

    init(_ entry: AuditEntry) {
        at = entry.at.ISO8601Format()
        let requester = Requester(entry.actor)
        actor = requester.name
        from = requester.origin
        action = entry.action
        store = entry.target
        cluster = entry.cluster
        job = entry.job?.description
        outcome = entry.outcome
        detail = entry.detail
    }
}
