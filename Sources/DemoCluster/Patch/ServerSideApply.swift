import Kubernetes

/// Server-side apply: one manager states all that it wants of an object; what it stated before and no
/// longer does goes, unless another owns it; what another owns and has otherwise is a conflict.
struct ServerSideApply {
    let kind: ResourceKind
    let manager: FieldManager
    let force: Bool
    let time: String

    private var schema: ListSchema { ListSchema(kind: kind) }

    func applied(_ stated: JSONValue, to live: JSONValue) throws(APIFailure) -> JSONValue {
        var wanted = stated.withoutNulls
        if manager.subresource == "status" {
            wanted = wanted.object.map { .object($0.filter { $0.key != "spec" }) } ?? wanted
        } else if kind.hasStatus {
            wanted["status"] = nil
        }
        try checkDuplicates(wanted, [], "")
        let status = manager.subresource == "status"
        let stated = FieldSet.of(wanted, schema, status: status)
        var managed = ManagedFields(live)
        try resolveConflicts(wanted, live, stated, &managed)
        let before = managed.fields(of: manager)
        var result = merge(wanted, into: live, [])
        managed.set(stated, for: manager, apiVersion: kind.apiVersion, at: time)
        let kept = managed.entries.reduce(FieldSet()) { $0.union($1.fields) }
        result = prune(result, before, kept, []) ?? result
        for key in ["apiVersion", "kind"] { result[key] = live[key] }
        managed.keepExisting(in: result, schema)
        result.setMetadata("managedFields", managed.document)
        return result
    }

    private func resolveConflicts(
        _ wanted: JSONValue, _ live: JSONValue, _ stated: FieldSet, _ managed: inout ManagedFields
    ) throws(APIFailure) {
        let merged = merge(wanted, into: live, [])
        let changed = FieldSet.changes(
            in: merged, since: live, schema, status: manager.subresource == "status"
        ).intersection(stated)
        let causes = managed.entries.filter { $0.manager != manager }.flatMap { entry in
            entry.fields.intersection(changed).paths.map { path in
                let part = entry.manager.subresource.map { " with subresource \"\($0)\"" } ?? ""
                return APIFailure.Cause(
                    reason: "FieldManagerConflict",
                    message: "conflict with \"\(entry.manager.name)\"\(part) using \(entry.apiVersion)",
                    field: FieldSet.text(path))
            }
        }.sorted { $0.field < $1.field }
        guard !causes.isEmpty else { return }
        if force { return managed.take(changed, fromAllBut: manager) }
        let list =
            causes.count == 1
            ? "1 conflict: \(causes[0].message): \(causes[0].field)"
            : "\(causes.count) conflicts: "
                + causes.map { "\($0.message):\n- \($0.field)" }.joined(separator: "\n")
        throw APIFailure(
            code: 409, reason: "Conflict", message: "Apply failed with \(list)",
            details: [
                "causes": .array(
                    causes.map {
                        [
                            "reason": .string($0.reason), "message": .string($0.message),
                            "field": .string($0.field),
                        ]
                    })
            ])
    }

    private func merge(_ wanted: JSONValue, into live: JSONValue, _ path: [String]) -> JSONValue {
        switch (wanted, live) {
        case (.object(let members), .object(let old)) where !schema.isAtomicMap(path):
            return .object(
                members.reduce(into: old) { result, member in
                    result[member.key] =
                        result[member.key].map { merge(member.value, into: $0, path + [member.key]) }
                        ?? member.value
                })
        case (.array(let items), .array(let old)):
            switch schema.applyType(path) {
            case .atomic: return wanted
            case .set: return .array(old + items.filter { !old.contains($0) })
            case .map(let keys): return .array(merge(items, into: old, keys, path))
            }
        default: return wanted
        }
    }

    /// The stated items in their order; each of the others stays behind the one it stood behind.
    private func merge(
        _ items: [JSONValue], into old: [JSONValue], _ keys: [String], _ path: [String]
    ) -> [JSONValue] {
        func identity(_ item: JSONValue) -> JSONValue? { ListSchema.identity(of: item, keys: keys) }
        var result = items.map { item in
            old.first { identity($0) == identity(item) }.map { merge(item, into: $0, path) } ?? item
        }
        var previous: JSONValue?
        for item in old {
            let name = identity(item)
            if !result.contains(where: { identity($0) == name }) {
                let place =
                    result.firstIndex { previous != nil && identity($0) == previous }.map { $0 + 1 } ?? 0
                result.insert(item, at: place)
            }
            previous = name
        }
        return result
    }

    /// Takes away what the manager stated `before` and nobody keeps now; nil where nothing stays.
    private func prune(
        _ value: JSONValue, _ before: FieldSet, _ kept: FieldSet, _ path: [String]
    ) -> JSONValue? {
        switch value {
        case .object(let members):
            var result = members
            for (key, member) in members {
                guard let old = before.children[.field(key)] else { continue }
                guard let keep = kept.children[.field(key)] else {
                    result[key] = nil
                    continue
                }
                if !old.children.isEmpty { result[key] = prune(member, old, keep, path + [key]) }
            }
            return .object(result)
        case .array(let items):
            switch schema.applyType(path) {
            case .atomic: return value
            case .set:
                return .array(
                    items.filter { before.children[.value($0)] == nil || kept.children[.value($0)] != nil })
            case .map(let keys):
                return .array(
                    items.compactMap { item in
                        guard let identity = ListSchema.identity(of: item, keys: keys),
                            let old = before.children[.item(identity)]
                        else { return item }
                        return kept.children[.item(identity)].flatMap { prune(item, old, $0, path) }
                    })
            }
        default: return value
        }
    }

    private func checkDuplicates(_ value: JSONValue, _ path: [String], _ place: String) throws(APIFailure) {
        switch value {
        case .object(let members):
            for (key, member) in members { try checkDuplicates(member, path + [key], "\(place).\(key)") }
        case .array(let items):
            guard case .map(let keys) = schema.applyType(path) else { return }
            var seen: Set<JSONValue> = []
            for item in items {
                guard let identity = ListSchema.identity(of: item, keys: keys) else { continue }
                let text = FieldSet.text([.item(identity)])
                guard seen.insert(identity).inserted else {
                    throw APIFailure(
                        code: 500, reason: "InternalError",
                        message:
                            "failed to create typed patch object (\(kind.apiVersion), Kind=\(kind.kind)): \(place): duplicate entries for key \(text)"
                    )
                }
                try checkDuplicates(item, path, place + text)
            }
        default: return
        }
    }
}

extension ManagedFields {
    mutating fileprivate func keepExisting(in object: JSONValue, _ schema: ListSchema) {
        keepOnly(FieldSet.of(object, schema, status: true))
    }
}
