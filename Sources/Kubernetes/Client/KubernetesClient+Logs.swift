package import Foundation

/// Which part of a container's log is wanted.
package struct LogOptions: Sendable, Hashable {
    /// nil where the pod has but one.
    package var container: String?
    /// The last so many lines; nil for all.
    package var tail: Int?
    package var sinceSeconds: Int?
    /// What was written from that second on.
    package var since: Date?
    /// The run before the last restart.
    package var previous: Bool
    /// Each line begins with its RFC 3339 time.
    package var timestamps: Bool

    package init(
        container: String? = nil, tail: Int? = nil, sinceSeconds: Int? = nil, since: Date? = nil,
        previous: Bool = false, timestamps: Bool = false
    ) {
        self.container = container
        self.tail = tail
        self.sinceSeconds = sinceSeconds
        self.since = since
        self.previous = previous
        self.timestamps = timestamps
    }

    fileprivate var parameters: [(String, String)] {
        [
            container.map { ("container", $0) }, tail.map { ("tailLines", String($0)) },
            sinceSeconds.map { ("sinceSeconds", String($0)) }, previous ? ("previous", "true") : nil,
            since.map { ("sinceTime", $0.ISO8601Format()) }, timestamps ? ("timestamps", "true") : nil,
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

    /// A container's log with the time of each line, told as it's written until the container ends; without
    /// `follow` as it stands.
    package func readLog(
        _ pod: String, in namespace: String, _ options: LogOptions, follow: Bool,
        _ tell: (TimedLogLine) -> Void
    ) async throws {
        var options = options
        options.timestamps = true
        var call = try logCall(pod, namespace, options, follow: follow)
        call.reading = .chunks
        // A log that is followed may be silent for long.
        if follow { call.timeout = .seconds(86_400) }
        let channel = try await open(call)
        var cutter = LogLineCutter()
        while let chunk = try await channel.chunk() { cutter.take(chunk, tell) }
        cutter.finish(tell)
    }

    private func openLogs(_ pod: String, _ namespace: String, _ options: LogOptions, follow: Bool)
        async throws
        -> ResponseChannel
    {
        var call = try logCall(pod, namespace, options, follow: follow)
        if follow { call.reading = .lines }
        return try await open(call)
    }

    private func logCall(_ pod: String, _ namespace: String, _ options: LogOptions, follow: Bool) throws
        -> APICall
    {
        let parameters = options.parameters + (follow ? [("follow", "true")] : [])
        var call = APICall("GET", try objectPath(.pods, pod, namespace, "log"), query: parameters)
        call.accept = "*/*"
        return call
    }
}
