import Kubernetes

/// A strategic merge patch: lists merge by the keys of their items, with the directives `$patch`,
/// `$retainKeys`, `$setElementOrder/…` and `$deleteFromPrimitiveList/…`.
struct StrategicMergePatch {
    private let schema: ListSchema

    init(kind: ResourceKind) { schema = ListSchema(kind: kind) }

    func apply(_ patch: JSONValue, to target: JSONValue) throws(APIFailure) -> JSONValue {
        guard patch.object != nil else { throw .badRequest("a strategic merge patch must be an object") }
        return try merge(patch, into: target, [])
    }

    private func merge(
        _ patch: JSONValue, into target: JSONValue, _ path: [String]
    ) throws(APIFailure) -> JSONValue {
        guard var members = patch.object else { return patch }
        var result = target.object ?? [:]
        switch members.removeValue(forKey: "$patch")?.string {
        case "replace": return .object(members.filter { !$0.key.hasPrefix("$") })
        case "delete": return .object([:])
        case nil, "merge": break
        case let other?: throw .badRequest("unknown patch directive \(other)")
        }
        if let kept = members.removeValue(forKey: "$retainKeys")?.array {
            result = result.filter { kept.contains(.string($0.key)) }
        }
        var orders: [String: [JSONValue]] = [:]
        for (key, value) in members where key.hasPrefix("$") {
            members[key] = nil
            guard let slash = key.firstIndex(of: "/") else { continue }
            let field = String(key[key.index(after: slash)...])
            if key.hasPrefix("$setElementOrder/") {
                orders[field] = value.array
            } else if key.hasPrefix("$deleteFromPrimitiveList/"), let list = result[field]?.array {
                let gone = value.array ?? []
                result[field] = .array(list.filter { !gone.contains($0) })
            }
        }
        for (key, value) in members {
            if value == .null {
                result[key] = nil
            } else if let items = value.array {
                result[key] = .array(try merge(items, into: result[key]?.array ?? [], path + [key]))
            } else if value.object != nil {
                let isDeletion = value["$patch"] == "delete"
                let merged = try merge(value, into: result[key] ?? .object([:]), path + [key])
                if isDeletion { result.removeValue(forKey: key) } else { result[key] = merged }
            } else {
                result[key] = value
            }
        }
        for (field, order) in orders {
            guard let items = result[field]?.array else { continue }
            result[field] = .array(ordered(items, order, path + [field]))
        }
        return .object(result)
    }

    private func merge(
        _ patch: [JSONValue], into target: [JSONValue], _ path: [String]
    ) throws(APIFailure) -> [JSONValue] {
        switch schema.strategicType(path) {
        case .atomic:
            return patch.filter { $0["$patch"] == nil }
        case .set:
            return target + patch.filter { !target.contains($0) }
        case .map(let keys):
            guard let key = keys.first else { return patch }
            if patch.contains(["$patch": "replace"]) { return patch.filter { $0["$patch"] == nil } }
            var result = target
            for item in patch {
                guard let value = item[key] else {
                    throw .badRequest(
                        "map: \(item) does not contain declared merge key: \(key)")
                }
                let place = result.firstIndex { $0[key] == value }
                if item["$patch"] == "delete" {
                    result.removeAll { $0[key] == value }
                } else if let place {
                    result[place] = try merge(item, into: result[place], path)
                } else {
                    result.append(try merge(item, into: .object([:]), path))
                }
            }
            return result
        }
    }

    /// The items in the order asked for; those that it doesn't name come after them.
    private func ordered(_ items: [JSONValue], _ order: [JSONValue], _ path: [String]) -> [JSONValue] {
        var key: String?
        if case .map(let keys) = schema.strategicType(path) { key = keys.first }
        func rank(_ item: JSONValue) -> Int {
            order.firstIndex { wanted in key.map { wanted[$0] == item[$0] } ?? (wanted == item) }
                ?? order.count
        }
        return items.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }
}
