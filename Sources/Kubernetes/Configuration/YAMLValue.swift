import Yams

/// A YAML document with the line on which each value stands.
struct YAMLValue: Sendable {
    enum Content: Sendable {
        case null
        case scalar(String)
        case sequence([YAMLValue])
        case mapping([String: YAMLValue])
    }

    let content: Content
    let line: Int?

    init(_ content: Content, line: Int? = nil) {
        self.content = content
        self.line = line
    }

    init(_ node: Yams.Node) {
        line = node.mark?.line
        if let mapping = node.mapping {
            var members: [String: YAMLValue] = [:]
            for (key, value) in mapping {
                if let name = key.scalar?.string { members[name] = YAMLValue(value) }
            }
            content = .mapping(members)
        } else if let sequence = node.sequence {
            content = .sequence(sequence.map { YAMLValue($0) })
        } else if let scalar = node.scalar {
            let isNull = scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
            content = isNull ? .null : .scalar(scalar.string)
        } else {
            content = .null
        }
    }

    var isNull: Bool { if case .null = content { true } else { false } }
    var scalar: String? { if case .scalar(let text) = content { text } else { nil } }
    var sequence: [YAMLValue]? { if case .sequence(let elements) = content { elements } else { nil } }
    var mapping: [String: YAMLValue]? { if case .mapping(let members) = content { members } else { nil } }

    /// As YAML 1.1 writes it.
    var bool: Bool? {
        switch scalar?.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }
}
