import Foundation
import Kubernetes

/// An answer of `pods/log`: what there is, then, if asked, what comes.
struct LogSource: Sendable {
    let log: PodLog
    let follows: Bool
    let timestamps: Bool
    let tail: Int?
    let since: Date?
    let limit: Int?

    init(_ request: APIRequest, _ log: PodLog, now: Date) {
        self.log = log
        follows = request.flag("follow")
        timestamps = request.flag("timestamps")
        tail = request["tailLines"].flatMap { Int($0) }
        limit = request["limitBytes"].flatMap { Int($0) }
        if let seconds = request["sinceSeconds"].flatMap({ Double($0) }) {
            since = now.addingTimeInterval(-seconds)
        } else {
            since = Timestamp.parse(request["sinceTime"])
        }
    }

    func run(_ send: APIResponse.Send) async throws {
        var lines = log.lines[...]
        if let since { lines = lines.filter { $0.time >= since }[...] }
        if let tail { lines = lines.suffix(tail) }
        var bytes = lines.flatMap(text)
        if let limit { bytes = Array(bytes.prefix(limit)) }
        try await send(bytes)
        guard follows, let following = log.following else { return }
        for await line in following { try await send(text(line)) }
    }

    private func text(_ line: PodLogLine) -> [UInt8] {
        Array(((timestamps ? Timestamp.nanoseconds(line.time) + " " : "") + line.text + "\n").utf8)
    }
}
