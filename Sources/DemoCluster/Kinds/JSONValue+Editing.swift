import Kubernetes

/// In-place changes of parts of objects.
extension JSONValue {
    /// Sets a member that is missing or null.
    mutating func fill(_ key: String, _ value: @autoclosure () -> JSONValue) {
        if self[key] == nil || self[key] == .null { self[key] = value() }
    }

    /// Changes a member that is an object.
    mutating func edit(_ key: String, _ body: (inout JSONValue) -> Void) {
        guard var member = self[key], member.object != nil else { return }
        self[key] = nil
        body(&member)
        self[key] = member
    }

    /// Changes each item of a member that is a list.
    mutating func editItems(_ key: String, _ body: (inout JSONValue) -> Void) {
        guard var items = self[key]?.array, !items.isEmpty else { return }
        self[key] = nil
        for index in items.indices { body(&items[index]) }
        self[key] = .array(items)
    }

    var containsNull: Bool {
        switch self {
        case .null: true
        case .object(let members): members.values.contains(where: \.containsNull)
        case .array(let items): items.contains(where: \.containsNull)
        default: false
        }
    }

    /// The document without its null members, which mean nothing to the server.
    var withoutNulls: JSONValue {
        switch self {
        case .object(let members): .object(members.filter { $0.value != .null }.mapValues(\.withoutNulls))
        case .array(let items): .array(items.map(\.withoutNulls))
        default: self
        }
    }
}
