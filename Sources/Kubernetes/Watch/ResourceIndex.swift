/// The objects that a reflector has told of, by namespace and name.
package struct ResourceIndex<R: Resource>: Sendable {
    /// An object's namespace ("" for a cluster's object) and name.
    package struct Key: Sendable, Hashable {
        package let namespace: String
        package let name: String

        package init(namespace: String = "", name: String) {
            self.namespace = namespace
            self.name = name
        }
    }

    /// What an event changed.
    package enum Change: Sendable {
        case added(R)
        case updated(from: R, to: R)
        case deleted(R)
    }

    package private(set) var objects: [Key: R] = [:]

    package init() {}

    package static func key(_ object: R) -> Key {
        Key(namespace: object.metadata.namespace ?? "", name: object.metadata.name)
    }

    package subscript(namespace: String, name: String) -> R? {
        objects[Key(namespace: namespace, name: name)]
    }

    /// Takes an event in and tells what it changed; a replacement deletes what's missing from it.
    package mutating func apply(_ event: ReflectorEvent<R>) -> [Change] {
        switch event {
        case .replaced(let items): return replace(items)
        case .upserted(let object): return upsert(object).map { [$0] } ?? []
        case .deleted(let object):
            return objects.removeValue(forKey: Self.key(object)).map { [.deleted($0)] } ?? []
        case .connection: return []
        }
    }

    private mutating func upsert(_ object: R) -> Change? {
        guard let old = objects.updateValue(object, forKey: Self.key(object)) else { return .added(object) }
        let unchanged =
            old.metadata.uid == object.metadata.uid
            && old.metadata.resourceVersion == object.metadata.resourceVersion
        return unchanged ? nil : .updated(from: old, to: object)
    }

    private mutating func replace(_ items: [R]) -> [Change] {
        let kept = Set(items.map(Self.key))
        var changes: [Change] = []
        for (key, object) in objects where !kept.contains(key) {
            objects[key] = nil
            changes.append(.deleted(object))
        }
        return changes + items.compactMap { upsert($0) }
    }
}
