import Foundation
import HTTPTypes
import Kubernetes

/// A request as the API sees it: what is asked of which path, below the secret prefix.
struct APIRequest: Sendable {
    let method: HTTPRequest.Method
    /// Decoded components of the path, without empty ones.
    let path: [String]
    let query: [String: [String]]
    let accept: String
    let contentType: String
    let userAgent: String
    let body: [UInt8]

    subscript(_ name: String) -> String? { query[name]?.first }

    func flag(_ name: String) -> Bool {
        guard let value = self[name] else { return false }
        return value == "true" || value == "1" || value.isEmpty
    }

    var isDryRun: Bool { query["dryRun"]?.contains("All") == true }

    var isWatch: Bool { flag("watch") }

    /// The body as a document; an empty body is nil.
    func document() throws(APIFailure) -> JSONValue? {
        guard !body.isEmpty else { return nil }
        if contentType.hasPrefix("application/vnd.kubernetes.protobuf") {
            return try ProtobufMessage.object(body)
        }
        do {
            return try JSONValue(parsing: body)
        } catch {
            throw .badRequest("the object provided is unrecognized (must be JSON): \(error)")
        }
    }

    /// The manager named by the request, else by the client's name.
    func manager(_ operation: FieldManager.Operation, subresource: String?) throws(APIFailure) -> FieldManager
    {
        let client = userAgent.split(separator: "/").first.map(String.init) ?? "unknown"
        let name = self["fieldManager"].flatMap { $0.isEmpty ? nil : $0 }
        if operation == .apply, name == nil {
            throw APIFailure(
                code: 422, reason: "Invalid",
                message:
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
            )
        }
        return FieldManager(name: name ?? client, operation: operation, subresource: subresource)
    }

    static func query(_ text: String?) -> [String: [String]] {
        var query: [String: [String]] = [:]
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            query[decoded(parts[0]), default: []].append(parts.count > 1 ? decoded(parts[1]) : "")
        }
        return query
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.contains("+") ? text.replacing("+", with: " ") : text
        return String(spaced).removingPercentEncoding ?? String(spaced)
    }
}
