import Kubernetes

/// A set of fields of an object, as `FieldsV1` in `metadata.managedFields` has it.
struct FieldSet: Hashable, Sendable {
    enum Element: Hashable, Sendable {
        case field(String)
        /// An item of a keyed list.
        case item(JSONValue)
        /// A value of a set.
        case value(JSONValue)
    }

    /// Whether the field itself is in the set, not only something below it.
    var isMember = false
    var children: [Element: FieldSet] = [:]

    static let leaf = FieldSet(isMember: true)

    var isEmpty: Bool { !isMember && children.isEmpty }

    func union(_ other: FieldSet) -> FieldSet {
        FieldSet(
            isMember: isMember || other.isMember,
            children: children.merging(other.children) { $0.union($1) })
    }

    func subtracting(_ other: FieldSet) -> FieldSet { combined(with: other) { $0 && !$1 } }

    func intersection(_ other: FieldSet) -> FieldSet { combined(with: other) { $0 && $1 } }

    private func combined(with other: FieldSet, _ keeps: (Bool, Bool) -> Bool) -> FieldSet {
        var result = FieldSet(isMember: keeps(isMember, other.isMember))
        for (element, child) in children {
            let combined = child.combined(with: other.children[element] ?? FieldSet(), keeps)
            if !combined.isEmpty { result.children[element] = combined }
        }
        return result
    }

    /// Every member, as a path.
    var paths: [[Element]] {
        var paths: [[Element]] = isMember ? [[]] : []
        for (element, child) in children { paths += child.paths.map { [element] + $0 } }
        return paths
    }

    /// A path as messages have it: `.spec.containers[name="web"].image`.
    static func text(_ path: [Element]) -> String {
        path.map { element in
            switch element {
            case .field(let name): ".\(name)"
            case .value(let value): "[=\(value)]"
            case .item(let keys):
                "["
                    + (keys.object ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
                        separator: ",") + "]"
            }
        }.joined()
    }
}

extension FieldSet {
    init(fieldsV1 document: JSONValue) {
        for (key, value) in document.object ?? [:] {
            if key == "." {
                isMember = true
                continue
            }
            let text = String(key.dropFirst(2))
            let element: Element
            switch key.prefix(2) {
            case "f:": element = .field(text)
            case "k:": element = .item((try? JSONValue(parsing: text)) ?? .null)
            case "v:": element = .value((try? JSONValue(parsing: text)) ?? .null)
            default: continue
            }
            let child = FieldSet(fieldsV1: value)
            children[element] = child.isEmpty ? .leaf : child
        }
    }

    var fieldsV1: JSONValue {
        var document: [String: JSONValue] = [:]
        if isMember, !children.isEmpty { document["."] = .object([:]) }
        for (element, child) in children {
            switch element {
            case .field(let name): document["f:\(name)"] = child.fieldsV1
            case .item(let keys): document["k:\(keys)"] = child.fieldsV1
            case .value(let value): document["v:\(value)"] = child.fieldsV1
            }
        }
        return .object(document)
    }
}
