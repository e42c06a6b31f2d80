import Foundation
import HTTPTypes
import Kubernetes

/// The API itself: finds out what a request is about and answers it. Synchronous but for what it streams.
struct APIHandler: Sendable {
    let store: ObjectStore
    let logs: any PodLogSource
    let activity: ServerActivity
    let discovery: Discovery
    let bookmarkInterval: Duration
    let now: @Sendable () -> Date
    let sleep: @Sendable (Duration) async throws -> Void

    func answer(_ request: APIRequest) throws(APIFailure) -> APIResponse {
        if let answer = discovery.answer(request) { return answer }
        if let answer = review(request) { return answer }
        guard let path = ResourcePath(request.path) else { throw Self.unknownPath(request) }
        try refuseWhatIsNotKept(request)
        if let subresource = path.subresource, let name = path.name {
            return try answer(request, path, subresource: subresource, path.key(name))
        }
        switch (request.method, path.name) {
        case (.get, nil) where request.isWatch, (.head, nil) where request.isWatch:
            return try watch(request, path, only: nil)
        case (.get, nil), (.head, nil): return try list(request, path)
        case (.get, let name?) where request.isWatch: return try watch(request, path, only: name)
        case (.get, let name?), (.head, let name?): return try get(request, path.key(name))
        case (.post, nil): return try create(request, path)
        case (.put, let name?): return try update(request, path.key(name), subresource: nil)
        case (.patch, let name?): return try patch(request, path.key(name), subresource: nil)
        case (.delete, let name?): return try delete(request, path.key(name))
        case (.delete, nil) where path.kind != .namespace: return try deleteCollection(request, path)
        default: throw Self.methodNotAllowed
        }
    }

    /// What can't be kept is refused rather than forgotten later, as etcd does when its disk is full.
    private func refuseWhatIsNotKept(_ request: APIRequest) throws(APIFailure) {
        guard ![.get, .head, .options].contains(request.method), let reason = store.journalFailure else {
            return
        }
        throw APIFailure(
            code: 500, reason: "InternalError",
            message: "the demo cluster can't keep its objects on disk: \(reason)")
    }

    static let methodNotAllowed = APIFailure(
        code: 405, reason: "MethodNotAllowed",
        message: "the server does not allow this method on the requested resource")

    private static func unknownPath(_ request: APIRequest) -> APIFailure {
        APIFailure(
            code: 404, reason: "NotFound", message: "the server could not find the requested resource",
            details: [:])
    }

    /// Reviews of what the caller may do: everything.
    private func review(_ request: APIRequest) -> APIResponse? {
        guard request.method == .post, request.path.count == 4, request.path[0] == "apis" else { return nil }
        let body: JSONValue
        switch (request.path[1], request.path[3]) {
        case ("authorization.k8s.io", "selfsubjectaccessreviews"):
            body = ["allowed": true]
        case ("authorization.k8s.io", "selfsubjectrulesreviews"):
            body = [
                "incomplete": false,
                "resourceRules": [["verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]]],
                "nonResourceRules": [["verbs": ["*"], "nonResourceURLs": ["*"]]],
            ]
        case ("authentication.k8s.io", "selfsubjectreviews"):
            body = ["userInfo": ["username": "demo", "groups": ["system:masters", "system:authenticated"]]]
        default: return nil
        }
        // Typed clients send these as protocol buffers; the answer doesn't depend on what they say.
        var review = (try? request.document()) ?? .object([:])
        if let kind = Discovery.reviewKind(request.path[3]) {
            review["kind"] = .string(kind)
            review["apiVersion"] = .string("\(request.path[1])/\(request.path[2])")
        }
        review["status"] = body
        return .document(review, code: 201)
    }
}
