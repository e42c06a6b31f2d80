import Kubernetes

/// What the store's lock guards: the objects, the counter of versions, the recent changes, the listeners.
struct StoreState: Sendable {
    var objects = ObjectTable()
    var resourceVersion: UInt64 = 1
    var recent: RecentChanges
    private var listeners: [Int: Listener] = [:]
    private var nextListener = 0

    struct Listener: Sendable {
        let kind: ResourceKind?
        let namespace: String?
        let continuation: AsyncStream<ObjectChange>.Continuation
    }

    init(keeping capacity: Int) { recent = RecentChanges(capacity: capacity) }

    mutating func listen(_ listener: Listener) -> Int {
        nextListener += 1
        listeners[nextListener] = listener
        return nextListener
    }

    mutating func drop(_ ended: Set<Int>) {
        for id in ended { listeners[id] = nil }
    }

    /// Forgets the listeners; whoever took them ends them, outside the lock.
    mutating func takeListeners() -> [Listener] {
        defer { listeners = [:] }
        return Array(listeners.values)
    }

    /// Stores `object` (nil: removes it) under the next version and tells every listener.
    mutating func commit(_ key: ObjectKey, _ object: JSONValue?, replacing previous: JSONValue?)
        -> ObjectChange
    {
        resourceVersion += 1
        var stamped = object ?? previous ?? .null
        stamped.setMetadata("resourceVersion", .string(String(resourceVersion)))
        objects[key] = object == nil ? .none : stamped
        let operation: ObjectChange.Operation =
            object == nil ? .deleted : previous == nil ? .added : .modified
        let change = ObjectChange(
            operation: operation, key: key, object: stamped, previous: previous,
            resourceVersion: resourceVersion)
        recent.append(change)
        for listener in listeners.values {
            if let kind = listener.kind, kind != key.kind { continue }
            if let namespace = listener.namespace, namespace != key.namespace { continue }
            listener.continuation.yield(change)
        }
        return change
    }
}
