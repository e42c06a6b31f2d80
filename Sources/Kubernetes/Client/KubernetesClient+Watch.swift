import Foundation
import Synchronization

extension KubernetesClient {
    /// The changes to the objects that the options take in, from a resource version on. Opening fails like
    /// any request; the stream ends when the server ends it, and fails when the connection does.
    @concurrent
    package func watch<R: Resource>(
        _ type: R.Type = R.self, in namespace: String? = nil, _ options: WatchOptions = WatchOptions()
    ) async throws -> AsyncThrowingStream<WatchEvent<R>, any Error> {
        try await watch(type, in: namespace, options, activity: nil)
    }

    @concurrent
    func watch<R: Resource>(
        _ type: R.Type, in namespace: String?, _ options: WatchOptions, activity: Activity?
    ) async throws -> AsyncThrowingStream<WatchEvent<R>, any Error> {
        let channel = try await openWatch(R.endpoint, namespace, options, activity)
        return AsyncThrowingStream {
            guard let line = try await channel.line() else { return nil }
            return try ObjectCodec<WatchLine<R>>.typed(line).event
        }
    }

    @concurrent
    package func watch(
        _ endpoint: ResourceEndpoint, in namespace: String? = nil, _ options: WatchOptions = WatchOptions()
    ) async throws -> AsyncThrowingStream<WatchEvent<JSONValue>, any Error> {
        let channel = try await openWatch(endpoint, namespace, options, nil)
        return AsyncThrowingStream {
            guard let line = try await channel.line() else { return nil }
            return try WatchEvent(line: try ObjectCodec.dynamic(line))
        }
    }

    private func openWatch(
        _ endpoint: ResourceEndpoint, _ namespace: String?, _ options: WatchOptions, _ activity: Activity?
    ) async throws -> ResponseChannel {
        var call = APICall("GET", try collectionPath(endpoint, namespace), query: options.parameters)
        (call.streams, call.retries) = (true, 0)
        return try await open(call, activity: activity)
    }
}

/// A request's sign of life, and the means to break it, for whoever looks after it.
final class Activity: Sendable {
    private struct WeakChannel: Sendable { weak let channel: ResponseChannel? }

    private let current = Mutex<WeakChannel?>(nil)

    func follow(_ channel: ResponseChannel) { current.withLock { $0 = WeakChannel(channel: channel) } }

    /// Grows with each byte.
    var received: Int { current.withLock { $0?.channel }?.received ?? 0 }

    func fail(_ error: any Error) { current.withLock { $0?.channel }?.cancel(error) }
}

/// A watch's line; the type comes first or last, so it's read before the object.
private struct WatchLine<R: Decodable & Sendable>: Decodable {
    let event: WatchEvent<R>

    private enum Key: CodingKey { case type, object }
    private struct Bookmark: Decodable {
        struct Metadata: Decodable { var resourceVersion: String? }
        var metadata: Metadata?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .type) {
        case "ADDED": event = .added(try container.decode(R.self, forKey: .object))
        case "MODIFIED": event = .modified(try container.decode(R.self, forKey: .object))
        case "DELETED": event = .deleted(try container.decode(R.self, forKey: .object))
        case "BOOKMARK":
            let bookmark = try container.decode(Bookmark.self, forKey: .object)
            event = .bookmark(resourceVersion: bookmark.metadata?.resourceVersion ?? "")
        case "ERROR": event = .error(try container.decode(Status.self, forKey: .object))
        case let type:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "no watch event is called \"\(type)\"")
        }
    }
}

extension WatchEvent<JSONValue> {
    fileprivate init(line: JSONValue) throws {
        guard let object = line["object"] else {
            throw KubernetesError.undecodable(what: "watch event", reason: "it has no object")
        }
        switch line["type"]?.string {
        case "ADDED": self = .added(object)
        case "MODIFIED": self = .modified(object)
        case "DELETED": self = .deleted(object)
        case "BOOKMARK":
            self = .bookmark(resourceVersion: object[path: "metadata", "resourceVersion"]?.string ?? "")
        case "ERROR": self = .error(try ObjectCodec<Status>.typed(object.encoded()))
        case let type:
            throw KubernetesError.undecodable(what: "watch event", reason: "its type is \(type ?? "missing")")
        }
    }
}
