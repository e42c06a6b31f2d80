/// Which part of a container's log is wanted.
package struct LogOptions: Sendable, Hashable {
    /// nil where the pod has but one.
    package var container: String?
    /// The last so many lines; nil for all.
    package var tail: Int?
    package var sinceSeconds: Int?
    /// The run before the last restart.
    package var previous: Bool
    /// Each line begins with its RFC 3339 time.
    package var timestamps: Bool

    package init(
        container: String? = nil, tail: Int? = nil, sinceSeconds: Int? = nil, previous: Bool = false,
        timestamps: Bool = false
    ) {
        self.container = container
        self.tail = tail
        self.sinceSeconds = sinceSeconds
        self.previous = previous
        self.timestamps = timestamps
    }

    fileprivate var parameters: [(String, String)] {
        [
            container.map { ("container", $0) }, tail.map { ("tailLines", String($0)) },
            sinceSeconds.map { ("sinceSeconds", String($0)) }, previous ? ("previous", "true") : nil,
            timestamps ? ("timestamps", "true") : nil,
        ].compactMap(\.self)
    }
}

extension KubernetesClient {
    /// A container's log as it stands; what isn't UTF-8 in it becomes U+FFFD.
    @concurrent
    package func logs(_ pod: String, in namespace: String, _ options: LogOptions = LogOptions()) async throws
        -> String
    {
        String(decoding: try await openLogs(pod, namespace, options, follow: false).body(), as: UTF8.self)
    }

    /// A container's log line by line as it's written, until the container ends.
    @concurrent
    package func followLogs(_ pod: String, in namespace: String, _ options: LogOptions = LogOptions())
        async throws -> AsyncThrowingStream<String, any Error>
    {
        let channel = try await openLogs(pod, namespace, options, follow: true)
        return AsyncThrowingStream { try await channel.line().map { String(decoding: $0, as: UTF8.self) } }
    }

    private func openLogs(_ pod: String, _ namespace: String, _ options: LogOptions, follow: Bool)
        async throws
        -> ResponseChannel
    {
        let parameters = options.parameters + (follow ? [("follow", "true")] : [])
        var call = APICall("GET", try objectPath(.pods, pod, namespace, "log"), query: parameters)
        if follow { call.reading = .lines }
        call.accept = "*/*"
        return try await open(call)
    }
}
