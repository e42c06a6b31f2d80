import Kubernetes

/// The fields of objects as sets, by the schema of their kind.
extension FieldSet {
    /// The fields an object sets, without those by which the server knows it.
    static func of(_ object: JSONValue, _ schema: ListSchema, status: Bool) -> FieldSet {
        var set = fields(ownable(object, status: status), schema, [], item: false)
        set.isMember = false
        return set
    }

    /// The fields of `object` that `previous` lacks or has otherwise.
    static func changes(
        in object: JSONValue, since previous: JSONValue, _ schema: ListSchema, status: Bool
    ) -> FieldSet {
        differences(ownable(object, status: status), ownable(previous, status: status), schema, [])
    }

    private static func ownable(_ object: JSONValue, status: Bool) -> JSONValue {
        var members = object.object ?? [:]
        members["apiVersion"] = nil
        members["kind"] = nil
        if !status { members["status"] = nil }
        if var metadata = members["metadata"]?.object {
            for key in [
                "name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion", "selfLink",
                "managedFields", "deletionTimestamp", "deletionGracePeriodSeconds",
            ] {
                metadata[key] = nil
            }
            members["metadata"] = metadata.isEmpty ? .none : JSONValue.object(metadata)
        }
        return .object(members)
    }

    private static func fields(
        _ value: JSONValue, _ schema: ListSchema, _ path: [String], item: Bool
    ) -> FieldSet {
        switch value {
        case .object(let members):
            if members.isEmpty || (!item && schema.isAtomicMap(path)) { return .leaf }
            var set = FieldSet(isMember: item)
            for (key, member) in members where member != .null {
                set.children[.field(key)] = fields(member, schema, path + [key], item: false)
            }
            return set
        case .array(let items):
            return list(items, schema, path) { item, _ in
                schema.applyType(path) == .set ? .leaf : fields(item, schema, path, item: true)
            }
        default: return .leaf
        }
    }

    private static func differences(
        _ value: JSONValue, _ previous: JSONValue?, _ schema: ListSchema, _ path: [String]
    ) -> FieldSet {
        guard value != previous else { return FieldSet() }
        guard let previous else { return fields(value, schema, path, item: false) }
        switch (value, previous) {
        case (.object(let members), .object(let old)) where !schema.isAtomicMap(path):
            var set = FieldSet()
            for (key, member) in members where member != .null {
                let child = differences(member, old[key], schema, path + [key])
                if !child.isEmpty { set.children[.field(key)] = child }
            }
            return set
        case (.array(let items), .array(let old)):
            guard case .map(let keys) = schema.applyType(path) else { break }
            let known = Dictionary(
                old.compactMap { item in ListSchema.identity(of: item, keys: keys).map { ($0, item) } },
                uniquingKeysWith: { first, _ in first })
            return list(items, schema, path) { item, identity in
                guard let before = known[identity] else { return fields(item, schema, path, item: true) }
                return differences(item, before, schema, path)
            }
        default: break
        }
        return fields(value, schema, path, item: false)
    }

    /// The set of a list: its items where they can be told apart, else the list itself.
    private static func list(
        _ items: [JSONValue], _ schema: ListSchema, _ path: [String],
        _ body: (_ item: JSONValue, _ identity: JSONValue) -> FieldSet
    ) -> FieldSet {
        var set = FieldSet()
        switch schema.applyType(path) {
        case .atomic: return .leaf
        case .set: for item in items { set.children[.value(item)] = body(item, item) }
        case .map(let keys):
            for item in items {
                guard let identity = ListSchema.identity(of: item, keys: keys) else { return .leaf }
                let child = body(item, identity)
                if !child.isEmpty { set.children[.item(identity)] = child }
            }
        }
        return items.isEmpty ? .leaf : set
    }
}
