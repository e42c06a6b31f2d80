import Foundation
import Kubernetes

/// One open watch: what it starts from, what it follows, and how it's shown to its reader.
struct WatchSource: Sendable {
    private let failure: APIFailure?
    private let following: Following?

    struct Following: Sendable {
        let kind: ResourceKind
        let start: ObjectStore.WatchStart
        let filter: ObjectFilter
        let representation: Representation
        let bookmarks: Bool
        let endsInitialEvents: Bool
        let bookmarkInterval: Duration
        let timeout: Duration
        let activity: ServerActivity
        let now: @Sendable () -> Date
        let sleep: @Sendable (Duration) async throws -> Void
    }

    init(failure: APIFailure) {
        self.failure = failure
        following = nil
    }

    init(
        kind: ResourceKind, start: ObjectStore.WatchStart, filter: ObjectFilter,
        representation: Representation,
        bookmarks: Bool, endsInitialEvents: Bool, bookmarkInterval: Duration, timeout: Duration,
        activity: ServerActivity, now: @escaping @Sendable () -> Date,
        sleep: @escaping @Sendable (Duration) async throws -> Void
    ) {
        failure = nil
        following = Following(
            kind: kind, start: start, filter: filter, representation: representation, bookmarks: bookmarks,
            endsInitialEvents: endsInitialEvents, bookmarkInterval: bookmarkInterval, timeout: timeout,
            activity: activity, now: now, sleep: sleep)
    }

    /// Sends events until the reader goes, the time is over or the server ends.
    func run(_ send: APIResponse.Send) async throws {
        if let failure { return try await send(Self.line("ERROR", failure.status)) }
        guard let following else { return }
        following.activity.watchOpened()
        defer { following.activity.watchEnded() }
        try await following.run(send)
    }

    static func line(_ type: String, _ object: JSONValue) -> [UInt8] {
        let event: JSONValue = ["type": .string(type), "object": object]
        return event.encoded() + [UInt8(ascii: "\n")]
    }
}

extension WatchSource.Following {
    private enum Signal: Sendable {
        case change(ObjectChange)
        case bookmark
        case end
    }

    func run(_ send: APIResponse.Send) async throws {
        try await sendStart(send)
        let (signals, continuation) = AsyncStream.makeStream(of: Signal.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await change in start.changes { continuation.yield(.change(change)) }
                continuation.yield(.end)
            }
            group.addTask {
                // A reader whose time is nearly over is told where to go on from.
                let notice = min(timeout, .seconds(2))
                try await sleep(timeout - notice)
                if bookmarks { continuation.yield(.bookmark) }
                try await sleep(notice)
                continuation.yield(.end)
            }
            if bookmarks {
                group.addTask {
                    while true {
                        try await sleep(bookmarkInterval)
                        continuation.yield(.bookmark)
                    }
                }
            }
            var version = start.resourceVersion
            defer { group.cancelAll() }
            for await signal in signals {
                switch signal {
                case .end: return
                case .bookmark: try await send(bookmark(version))
                case .change(let change):
                    version = max(version, change.resourceVersion)
                    if let line = line(of: change) { try await send(line) }
                }
            }
        }
    }

    /// The objects there are or the changes since the reader's version, in one piece.
    private func sendStart(_ send: APIResponse.Send) async throws {
        var bytes: [UInt8] = []
        for object in start.initial where filter.matches(object) {
            bytes += WatchSource.line("ADDED", representation.watched(object, kind, now()))
        }
        for change in start.backlog {
            if let line = line(of: change) { bytes += line }
        }
        if endsInitialEvents { bytes += bookmark(start.resourceVersion, endsInitialEvents: true) }
        // Nothing is sent too: the head of the answer has to go out at once.
        try await send(bytes)
    }

    /// An object that leaves the selection is deleted to this reader, one that enters it is added.
    private func line(of change: ObjectChange) -> [UInt8]? {
        let matches = filter.matches(change.object)
        let matched = change.previous.map(filter.matches) ?? false
        let type: ObjectChange.Operation
        switch (change.operation, matched, matches) {
        case (.added, _, true): type = .added
        case (.modified, true, true): type = .modified
        case (.modified, false, true): type = .added
        case (.modified, true, false): type = .deleted
        case (.deleted, true, _), (.deleted, false, true): type = .deleted
        default: return nil
        }
        return WatchSource.line(type.rawValue, representation.watched(change.object, kind, now()))
    }

    private func bookmark(_ version: UInt64, endsInitialEvents: Bool = false) -> [UInt8] {
        var metadata: JSONValue = ["resourceVersion": .string(String(version))]
        if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        let object: JSONValue = [
            "kind": .string(kind.kind), "apiVersion": .string(kind.apiVersion), "metadata": metadata,
        ]
        return WatchSource.line("BOOKMARK", representation.bookmark(object, kind))
    }
}
