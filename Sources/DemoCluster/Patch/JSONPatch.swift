import Kubernetes

/// A JSON Patch (RFC 6902): all of its operations happen, or none.
struct JSONPatch {
    private let operations: [JSONValue]

    init(_ document: JSONValue) throws(APIFailure) {
        guard let operations = document.array else { throw .badRequest("a JSON patch must be an array") }
        self.operations = operations
    }

    func applied(to document: JSONValue) throws(APIFailure) -> JSONValue {
        var result = document
        for operation in operations { try apply(operation, to: &result) }
        return result
    }

    private func apply(_ operation: JSONValue, to document: inout JSONValue) throws(APIFailure) {
        let name = operation["op"]?.string ?? ""
        let path = try Self.pointer(operation["path"])
        let value = operation["value"] ?? .null
        switch name {
        case "add": try Self.edit(&document, path[...]) { _ in .set(value, inserts: true) }
        case "replace":
            guard try Self.value(in: document, path) != nil else { throw Self.missing(name, path) }
            try Self.edit(&document, path[...]) { _ in .set(value, inserts: false) }
        case "remove":
            guard try Self.value(in: document, path) != nil else { throw Self.missing(name, path) }
            try Self.edit(&document, path[...]) { _ in .remove }
        case "move", "copy":
            let from = try Self.pointer(operation["from"])
            guard let moved = try Self.value(in: document, from) else { throw Self.missing(name, from) }
            if name == "move" { try Self.edit(&document, from[...]) { _ in .remove } }
            try Self.edit(&document, path[...]) { _ in .set(moved, inserts: true) }
        case "test":
            guard try Self.value(in: document, path) ?? .null == value else {
                throw Self.rejected("testing path \(Self.text(path)) failed")
            }
        default: throw .badRequest("unexpected kind: \(name)")
        }
    }

    private enum Edit {
        case set(JSONValue, inserts: Bool)
        case remove
    }

    private static func edit(
        _ value: inout JSONValue, _ path: ArraySlice<String>, _ change: (JSONValue?) -> Edit
    ) throws(APIFailure) {
        guard let key = path.first else {
            if case .set(let new, _) = change(value) { value = new }
            return
        }
        let isLast = path.count == 1
        if var items = value.array {
            let index = key == "-" ? items.count : Int(key) ?? -1
            guard index >= 0, index < items.count || isLast && index == items.count else {
                throw rejected("invalid index \(key)")
            }
            if isLast {
                switch change(nil) {
                case .set(let new, true): items.insert(new, at: index)
                case .set(let new, false): items[index] = new
                case .remove: items.remove(at: index)
                }
            } else {
                try edit(&items[index], path.dropFirst(), change)
            }
            value = .array(items)
        } else if value.object != nil {
            if isLast {
                if case .set(let new, _) = change(value[key]) { value[key] = new } else { value[key] = nil }
            } else {
                guard var member = value[key] else { throw missing("add", Array(path)) }
                try edit(&member, path.dropFirst(), change)
                value[key] = member
            }
        } else {
            throw missing("add", Array(path))
        }
    }

    private static func value(in document: JSONValue, _ path: [String]) throws(APIFailure) -> JSONValue? {
        var value = document
        for key in path {
            let next: JSONValue?
            if let items = value.array {
                next = Int(key).flatMap { items.indices.contains($0) ? items[$0] : nil }
            } else {
                next = value[key]
            }
            guard let next else { return nil }
            value = next
        }
        return value
    }

    private static func pointer(_ value: JSONValue?) throws(APIFailure) -> [String] {
        guard let text = value?.string, text.isEmpty || text.hasPrefix("/") else {
            throw .badRequest("a JSON patch operation needs a path that starts with /")
        }
        return text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    private static func text(_ path: [String]) -> String { "/" + path.joined(separator: "/") }

    private static func missing(_ operation: String, _ path: [String]) -> APIFailure {
        rejected("\(operation) operation does not apply: doc is missing path: \(text(path))")
    }

    private static func rejected(_ why: String) -> APIFailure {
        APIFailure(
            code: 422, reason: "Invalid",
            message: "the server rejected our request due to an error in our request: \(why)")
    }
}
