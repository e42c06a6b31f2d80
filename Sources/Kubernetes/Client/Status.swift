/// The API's structured answer to a request that failed (meta/v1 Status).
package struct Status: Sendable, Hashable, Decodable {
    package struct Details: Sendable, Hashable, Decodable {
        package struct Cause: Sendable, Hashable, Decodable {
            package var reason: String?
            package var message: String?
            package var field: String?
        }

        package var name: String?
        package var group: String?
        package var kind: String?
        package var uid: String?
        package var causes: [Cause]?
        package var retryAfterSeconds: Int?
    }

    /// The HTTP status code.
    package var code: Int
    /// A word such as "AlreadyExists"; "" when the server gave none.
    package var reason: String
    package var message: String
    package var details: Details?
    /// How long to wait before another attempt, from the Retry-After header or the details.
    package var retryAfter: Duration?

    package init(code: Int, reason: String = "", message: String = "", details: Details? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
        retryAfter = details?.retryAfterSeconds.map { .seconds(max(0, $0)) }
    }

    private enum Key: CodingKey { case code, reason, message, details }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        self.init(
            code: try container.decodeIfPresent(Int.self, forKey: .code) ?? 0,
            reason: try container.decodeIfPresent(String.self, forKey: .reason) ?? "",
            message: try container.decodeIfPresent(String.self, forKey: .message) ?? "",
            details: try container.decodeIfPresent(Details.self, forKey: .details))
    }
}
