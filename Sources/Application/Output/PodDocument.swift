internal import Domain
internal import Foundation

/// A pod as JSON and YAML show it; the field names are those of the REST API.
package struct PodDocument: Codable, Sendable {
    var name: String
    var component: String
    var status: String
    var reason: String
    var message: String
    var ready: String
    var restarts: Int
    var node: String
    var startedAt: String?

    enum CodingKeys: String, CodingKey {
        case name, component, status, reason, message, ready, restarts, node
        case startedAt = "started_at"
    }

    init(_ pod: PodSummary) {
        name = pod.name
        component = pod.component
        status = pod.condition.rawValue
        reason = pod.reason
        message = pod.message
        ready = "\(pod.readyContainers)/\(pod.containers)"
        restarts = pod.restarts
        node = pod.node
        startedAt = pod.startedAt?.ISO8601Format()
    }
}
