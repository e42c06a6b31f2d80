import Kubernetes

/// One line of the journal: an object as it was stored, or the version and key of one that went.
enum JournalRecord {
    case stored(JSONValue)
    case removed(ObjectKey, resourceVersion: UInt64)
    /// The counter of versions, at the head of a snapshot.
    case version(UInt64)

    init?(line: some Sequence<UInt8>) {
        guard let value = try? JSONValue(parsing: line) else { return nil }
        if let version = value["version"]?.integer {
            self = .version(UInt64(version))
        } else if let removed = value["removed"]?.object, let name = removed["name"]?.string,
            let version = removed["version"]?.integer,
            let kind = ResourceKind.named(
                removed["kind"]?.string ?? "", apiVersion: removed["apiVersion"]?.string ?? "")
        {
            self = .removed(
                ObjectKey(kind, namespace: removed["namespace"]?.string, name: name),
                resourceVersion: UInt64(version))
        } else if value["kind"] != nil {
            self = .stored(value)
        } else {
            return nil
        }
    }

    var line: [UInt8] {
        let value: JSONValue
        switch self {
        case .stored(let object): value = object
        case .version(let version): value = ["version": .integer(Int64(version))]
        case .removed(let key, let version):
            var removed: JSONValue = [
                "kind": .string(key.kind.kind), "apiVersion": .string(key.kind.apiVersion),
                "name": .string(key.name), "version": .integer(Int64(version)),
            ]
            removed["namespace"] = key.namespace.map { .string($0) }
            value = ["removed": removed]
        }
        return value.encoded() + [UInt8(ascii: "\n")]
    }

    /// The key of a stored object, if its kind is known.
    static func key(of object: JSONValue) -> ObjectKey? {
        guard let kind = object["kind"]?.string, let version = object["apiVersion"]?.string else {
            return nil
        }
        return ResourceKind.named(kind, apiVersion: version).map {
            ObjectKey($0, namespace: object.namespace, name: object.name)
        }
    }
}
