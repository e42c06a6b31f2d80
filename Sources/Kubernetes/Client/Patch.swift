/// A change to an object, in one of the API's four patch formats.
package enum Patch: Sendable, Hashable {
    /// A JSON merge patch (RFC 7386).
    case merge(JSONValue)
    /// A JSON patch (RFC 6902), an array of operations.
    case json(JSONValue)
    /// A strategic merge patch, for built-in kinds.
    case strategic(JSONValue)
    /// Server-side apply of an object with apiVersion, kind and name.
    case apply(JSONValue, fieldManager: String = "urumi", force: Bool = false)

    var body: JSONValue {
        switch self {
        case .merge(let body), .json(let body), .strategic(let body), .apply(let body, _, _): body
        }
    }

    var contentType: String {
        switch self {
        case .merge: "application/merge-patch+json"
        case .json: "application/json-patch+json"
        case .strategic: "application/strategic-merge-patch+json"
        case .apply: "application/apply-patch+yaml"
        }
    }
}
