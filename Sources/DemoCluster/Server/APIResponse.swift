import HTTPTypes
import Hummingbird
import Kubernetes
import NIOCore

/// What the API answers, before it becomes HTTP.
enum APIResponse: Sendable {
    case document(JSONValue, code: Int = 200)
    case text(String)
    case bytes([UInt8], contentType: String)
    case watch(WatchSource)
    case log(LogSource)

    static func failure(_ failure: APIFailure) -> APIResponse {
        .document(failure.status, code: failure.code)
    }

    func http(_ request: Request) -> Response {
        switch self {
        case .document(let value, let code):
            return Self.response(code, "application/json", value.encoded())
        case .text(let text):
            return Self.response(200, "text/plain; charset=utf-8", Array(text.utf8))
        case .bytes(let bytes, let type):
            return Self.response(200, type, bytes)
        case .watch(let source):
            return Self.stream(request, "application/json") { try await source.run($0) }
        case .log(let source):
            return Self.stream(request, "text/plain; charset=utf-8") { try await source.run($0) }
        }
    }

    /// Sends a part of a streamed answer at once.
    typealias Send = @Sendable (_ bytes: [UInt8]) async throws -> Void

    private static func response(_ code: Int, _ type: String, _ bytes: [UInt8]) -> Response {
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-cache, private"]
        if code == 429, let name = HTTPField.Name("Retry-After") { headers[name] = "1" }
        return Response(
            status: .init(code: code), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func stream(
        _ request: Request, _ type: String, _ body: @escaping @Sendable (@escaping Send) async throws -> Void
    ) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-cache, private"],
            body: ResponseBody { writer in
                let (parts, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        defer { continuation.finish() }
                        // The reader's end is noticed at once, not at the next event.
                        try await request.body.consumeWithCancellationOnInboundClose { _ in
                            try await body { continuation.yield(ByteBuffer(bytes: $0)) }
                        }
                    }
                    for await part in parts { try await writer.write(part) }
                    group.cancelAll()
                }
                try await writer.finish(nil)
            })
    }
}
