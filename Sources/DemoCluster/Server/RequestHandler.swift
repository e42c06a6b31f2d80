import Foundation
import HTTPTypes
import Hummingbird
import Kubernetes
import NIOCore

/// Turns HTTP requests into calls of the API and its answers into HTTP.
struct RequestHandler: HTTPResponder {
    typealias Context = BasicRequestContext

    let api: APIHandler
    let prefix: String
    let faults: ServerFaults
    let activity: ServerActivity
    let sleep: @Sendable (Duration) async throws -> Void

    private static let largestBody = 8 * 1024 * 1024

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let components = request.uri.path.split(separator: "/")
        guard let first = components.first, first == prefix else {
            let failure = APIFailure(code: 401, reason: "Unauthorized", message: "Unauthorized")
            return APIResponse.failure(failure).http(request)
        }
        activity.request()
        let path = components.dropFirst().map { String($0).removingPercentEncoding ?? String($0) }
        let isDemo = path.first == "demo"
        if !isDemo,
            let effect = faults.next(method: request.method.rawValue, target: request.head.path ?? "")
        {
            switch effect {
            case .stall(let duration): try await sleep(duration)
            case .drop: return Self.cutOff
            case .status(let code): return APIResponse.failure(Self.failure(code)).http(request)
            }
        }
        do {
            let hasBody = request.method != .get && request.method != .head
            let body = hasBody ? try await request.body.collect(upTo: Self.largestBody) : ByteBuffer()
            let apiRequest = APIRequest(
                method: request.method, path: path, query: APIRequest.query(request.uri.query),
                accept: request.headers[.accept] ?? "", contentType: request.headers[.contentType] ?? "",
                userAgent: request.headers[.userAgent] ?? "", body: Array(body.readableBytesView))
            if isDemo { return try demo(apiRequest).http(request) }
            return try api.answer(apiRequest).http(request)
        } catch let failure as APIFailure {
            return APIResponse.failure(failure).http(request)
        }
    }

    /// What only the demo cluster has: its faults.
    private func demo(_ request: APIRequest) throws(APIFailure) -> APIResponse {
        guard request.path == ["demo", "faults"] else {
            throw APIFailure(code: 404, reason: "NotFound", message: "404 page not found")
        }
        if request.method == .post { try faults.add(request.document() ?? .null) }
        if request.method == .delete { faults.clear() }
        return .document(["pending": .integer(Int64(faults.pending.count))])
    }

    private static func failure(_ code: Int) -> APIFailure {
        switch code {
        case 410: .expired("too old resource version: 1 (2)")
        case 429:
            APIFailure(
                code: 429, reason: "TooManyRequests", message: "the server has received too many requests",
                details: ["retryAfterSeconds": 1])
        case 503: APIFailure(code: 503, reason: "ServiceUnavailable", message: "the server is shutting down")
        case 401: APIFailure(code: 401, reason: "Unauthorized", message: "Unauthorized")
        case 403: APIFailure(code: 403, reason: "Forbidden", message: "forbidden by an injected fault")
        case 504: APIFailure(code: 504, reason: "Timeout", message: "request did not complete in time")
        default: APIFailure(code: code, reason: "InternalError", message: "an injected fault")
        }
    }

    private static let cutOff = Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "{"))
            throw CutOff()
        })

    private struct CutOff: Error {}
}
