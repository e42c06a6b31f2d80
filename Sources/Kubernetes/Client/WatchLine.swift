/// A watch's line; the type comes first or last, so it's read before the object.
struct WatchLine<R: Decodable & Sendable>: Decodable {
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
    init(line: JSONValue) throws {
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
