import Kubernetes

/// A JSON document with gaps. What has no gap in it is shared by every copy that is stamped out.
indirect enum Stencil: Sendable {
    case fixed(JSONValue)
    case text([Piece])
    case array([Stencil])
    case object(fixed: [String: JSONValue], gaps: [String: Stencil])

    enum Piece: Sendable, Hashable {
        case text(String)
        /// The gap by its number.
        case gap(Int)
    }

    /// Cuts the document's texts at each occurrence of a placeholder, the longest first.
    init(_ json: JSONValue, placeholders: [(text: String, gap: Int)]) {
        switch json {
        case .string(let text):
            let pieces = Self.cut(text, placeholders)
            let whole = pieces.allSatisfy { if case .text = $0 { true } else { false } }
            self = whole ? .fixed(json) : .text(pieces)
        case .array(let elements):
            let parts = elements.map { Stencil($0, placeholders: placeholders) }
            self = parts.allSatisfy(\.isFixed) ? .fixed(json) : .array(parts)
        case .object(let members):
            var fixed: [String: JSONValue] = [:]
            var gaps: [String: Stencil] = [:]
            for (key, member) in members {
                let part = Stencil(member, placeholders: placeholders)
                if part.isFixed { fixed[key] = member } else { gaps[key] = part }
            }
            self = gaps.isEmpty ? .fixed(json) : .object(fixed: fixed, gaps: gaps)
        default: self = .fixed(json)
        }
    }

    /// The document with its gaps filled.
    func stamp(_ values: [String]) -> JSONValue {
        switch self {
        case .fixed(let json): return json
        case .text(let pieces): return .string(Self.join(pieces, values))
        case .array(let parts): return .array(parts.map { $0.stamp(values) })
        case .object(var members, let gaps):
            for (key, part) in gaps { members[key] = part.stamp(values) }
            return .object(members)
        }
    }

    private var isFixed: Bool {
        if case .fixed = self { return true }
        return false
    }

    static func join(_ pieces: [Piece], _ values: [String]) -> String {
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let part): text += part
            case .gap(let number): text += values[number]
            }
        }
        return text
    }

    static func cut(_ text: String, _ placeholders: [(text: String, gap: Int)]) -> [Piece] {
        var pieces: [Piece] = [.text(text)]
        for placeholder in placeholders.sorted(by: { $0.text.utf8.count > $1.text.utf8.count }) {
            pieces = pieces.flatMap { piece -> [Piece] in
                guard case .text(let part) = piece, part.contains(placeholder.text) else { return [piece] }
                var found: [Piece] = []
                for (index, rest) in part.split(separator: placeholder.text, omittingEmptySubsequences: false)
                    .enumerated()
                {
                    if index > 0 { found.append(.gap(placeholder.gap)) }
                    if !rest.isEmpty { found.append(.text(String(rest))) }
                }
                return found
            }
        }
        return pieces
    }
}
