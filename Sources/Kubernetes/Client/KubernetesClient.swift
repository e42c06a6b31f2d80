import Foundation

/// Requests to one cluster's API. Failures are `KubernetesError`s, or `CancellationError` when the task
/// was cancelled, which ends the request. Decoding happens off the caller's actor.
package final class KubernetesClient: Sendable {
    package let configuration: ClusterConfiguration
    let clock: any Clock<Duration>
    private let credentials: Credentials
    private let transport = CurlTransport()
    private let requestTimeout: Duration

    package init(
        _ configuration: ClusterConfiguration, requestTimeout: Duration = .seconds(30),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.requestTimeout = requestTimeout
        self.clock = clock
        credentials = Credentials(configuration, clock: clock)
    }

    /// Ends all requests and the client's thread. Dropping the client does the same without waiting.
    package func shutdown() async {
        await transport.shutdown()
    }

    /// A response of any status.
    package struct RawResponse: Sendable {
        package let status: Int
        /// By name in lower case.
        package let headers: [String: String]
        package let body: [UInt8]
    }

    /// Sends a request as it stands: `path` begins with "/" and may have a query. Doesn't fail for a status.
    @concurrent
    package func raw(
        _ method: String, _ path: String, body: [UInt8]? = nil, contentType: String = "application/json",
        accept: String = "application/json", timeout: Duration? = nil
    ) async throws -> RawResponse {
        var call = APICall(method, path)
        (call.body, call.contentType, call.accept, call.timeout) = (body, contentType, accept, timeout)
        let channel = try await channel(for: call)
        let head = try await channel.head()
        return RawResponse(status: head.status, headers: head.headers, body: try await channel.body())
    }

    // MARK: Sending

    /// The whole body of a successful answer.
    func send(_ call: APICall) async throws -> [UInt8] { try await open(call).body() }

    /// The answer's body as it comes, once its status says success. A 429, or a 5xx to a request that only
    /// reads, is tried again when the server says after how long.
    func open(_ call: APICall, activity: Activity? = nil) async throws -> ResponseChannel {
        var attempt = 0
        while true {
            let channel = try await channel(for: call, activity)
            let head = try await channel.head()
            if head.isSuccess { return channel }
            let status = Self.status(head, try await channel.body())
            attempt += 1
            guard attempt <= call.retries, let delay = status.retryAfter, delay <= Self.longestRetryAfter,
                status.code == 429 || (status.code >= 500 && call.method == "GET")
            else { throw KubernetesError(status) }
            try await clock.sleep(for: delay)
        }
    }

    private static let longestRetryAfter: Duration = .seconds(30)

    /// Sends with the current credentials, and once more with new ones when they're refused.
    private func channel(for call: APICall, _ activity: Activity? = nil) async throws -> ResponseChannel {
        let credential = try await credentials.current()
        let channel = transport.open(request(for: call, credential))
        activity?.follow(channel)
        guard try await channel.head().status == 401, await credentials.renew(after: credential) else {
            return channel
        }
        let second = transport.open(request(for: call, try await credentials.current()))
        activity?.follow(second)
        return second
    }

    private func request(for call: APICall, _ credential: Credential) -> HTTPRequest {
        var request = HTTPRequest(method: call.method, url: configuration.server + call.path)
        request.headers = [("Accept", call.accept), ("User-Agent", "urumi")]
        if let authorization = credential.authorization {
            request.headers.append(("Authorization", authorization))
        }
        if let body = call.body {
            request.headers.append(("Content-Type", call.contentType))
            request.body = body
        }
        request.timeout = call.reading == .lines ? nil : call.timeout ?? requestTimeout
        request.connectTimeout = min(call.timeout ?? .seconds(10), .seconds(10))
        request.reading = call.reading
        request.needsFreshConnection = call.needsFreshConnection
        request.tls = configuration.tls
        if let pair = credential.clientCertificate {
            (request.tls.clientCertificate, request.tls.clientKey) = (pair.certificate, pair.key)
        }
        request.proxyURL = configuration.proxyURL
        return request
    }

    private static func status(_ head: HTTPResponseHead, _ body: [UInt8]) -> Status {
        let decoded = try? JSONDecoder().decode(Status.self, from: Data(body))
        var status = decoded ?? Status(code: head.status)
        status.code = head.status
        if status.message.isEmpty, head.headers["content-type"]?.hasPrefix("text/plain") == true {
            status.message = String(decoding: body.prefix(500), as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        if let seconds = head.headers["retry-after"].flatMap(Int.init), seconds >= 0 {
            status.retryAfter = .seconds(seconds)
        }
        return status
    }
}

/// A request as the API's verbs make it.
struct APICall: Sendable {
    var method: String
    /// Below the server's URL, with the query.
    var path: String
    var body: [UInt8]?
    var contentType = "application/json"
    var accept = "application/json"
    var timeout: Duration?
    var reading = HTTPRequest.Reading.whole
    /// How often it may be sent again when the server asks for a later attempt.
    var retries = 10
    /// Whether it goes by a connection of its own instead of one that was kept open.
    var needsFreshConnection = false

    init(_ method: String, _ path: String, query: [(String, String)] = []) {
        self.method = method
        self.path = query.isEmpty ? path : "\(path)?\(PercentEncoding.query(query))"
    }
}
