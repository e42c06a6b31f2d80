/// The chart values that a store was given beyond urumi's own, as assignments of the form `K=V`.
struct ValueOverrides: Hashable, Sendable {
    private(set) var assignments: [String]

    /// - Parameter texts: as Helm's `--set` takes them, several in one text parted by commas.
    init(_ texts: [String]) { assignments = texts.flatMap(Self.parted) }

    /// Adds assignments, each in the place of an older one of the same key.
    mutating func set(_ texts: [String]) {
        for assignment in texts.flatMap(Self.parted) {
            let key = Self.key(assignment)
            assignments.removeAll { Self.key($0) == key }
            assignments.append(assignment)
        }
    }

    /// Takes away what was assigned to `key` or to a part of it.
    /// - Throws: `CommandFailure` where nothing was.
    mutating func unset(_ key: String) throws {
        let count = assignments.count
        assignments.removeAll {
            let assigned = Self.key($0)
            return assigned == key || assigned.hasPrefix(key + ".") || assigned.hasPrefix(key + "[")
        }
        guard assignments.count == count else { return }
        let known = assignments.map(Self.key).joined(separator: ", ")
        throw CommandFailure(
            .wrongUsage,
            "the value \(key) isn't set; " + (known.isEmpty ? "none is" : "those that are: \(known)"))
    }

    /// Whether something is assigned to `key` itself.
    func assigns(_ key: String) -> Bool { assignments.contains { Self.key($0) == key } }

    private static func key(_ assignment: String) -> Substring {
        assignment.prefix { $0 != "=" }
    }

    /// The assignments of a text: commas part them, unless escaped by a backslash or within braces.
    private static func parted(_ text: String) -> [String] {
        var parts = [""]
        var (depth, isEscaped) = (0, false)
        for character in text {
            if character == ",", depth == 0, !isEscaped {
                parts.append("")
                continue
            }
            if !isEscaped {
                if character == "{" { depth += 1 }
                if character == "}" { depth = max(0, depth - 1) }
            }
            isEscaped = character == "\\" && !isEscaped
            parts[parts.count - 1].append(character)
        }
        return parts.filter { !$0.isEmpty }
    }
}
