package import Foundation

/// One of an object's conditions, such as a Pod's "Ready".
package struct Condition: Sendable, Hashable, Decodable {
    package var type: String
    /// "True", "False" or "Unknown".
    package var status: String
    package var reason: String?
    package var message: String?
    package var lastTransitionTime: Date?

    package init(
        type: String, status: String, reason: String? = nil, message: String? = nil,
        lastTransitionTime: Date? = nil
    ) {
        self.type = type
        self.status = status
        self.reason = reason
        self.message = message
        self.lastTransitionTime = lastTransitionTime
    }

    private enum Key: CodingKey { case type, status, reason, message, lastTransitionTime }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        type = try container.value(.type, else: "")
        status = try container.value(.status, else: "Unknown")
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        message = try container.decodeIfPresent(String.self, forKey: .message)
        lastTransitionTime = try container.timestamp(.lastTransitionTime)
    }

    package var isTrue: Bool { status == "True" }
}

extension Sequence<Condition> {
    /// The condition of that type, or nil when the object doesn't state it.
    package subscript(type: String) -> Condition? { first { $0.type == type } }
}
