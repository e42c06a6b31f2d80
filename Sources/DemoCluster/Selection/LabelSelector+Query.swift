extension LabelSelector {
    /// Reads a selector as queries have it: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a`, `!a`,
    /// `a>1`, `a<1`, separated by commas.
    package init(query: String) throws(APIFailure) {
        var terms: [Term] = []
        for part in Self.parts(of: query) { terms.append(try Self.term(part)) }
        self.init(terms: terms)
    }

    /// Splits at the commas outside parentheses.
    private static func parts(of query: String) -> [String] {
        var parts: [String] = []
        var current = ""
        var depth = 0
        for character in query {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        parts.append(current)
        return parts.map(trimmed).filter { !$0.isEmpty }
    }

    private static func term(_ text: String) throws(APIFailure) -> Term {
        if text.hasPrefix("!") {
            return Term(key: try key(trimmed(String(text.dropFirst()))), requirement: .absent)
        }
        if let open = text.firstIndex(of: "("), text.hasSuffix(")") {
            let words = text[..<open].split(separator: " ")
            let values = Set(
                text[text.index(after: open)...].dropLast().split(
                    separator: ",", omittingEmptySubsequences: false
                )
                .map { trimmed(String($0)) })
            guard words.count == 2, words[1] == "in" || words[1] == "notin" else { throw malformed(text) }
            return Term(
                key: try key(String(words[0])),
                requirement: words[1] == "in" ? .one(of: values) : .none(of: values))
        }
        for (mark, make) in operators {
            guard let range = text.firstRange(of: mark) else { continue }
            let value = trimmed(String(text[range.upperBound...]))
            guard let requirement = make(value) else { throw malformed(text) }
            return Term(key: try key(trimmed(String(text[..<range.lowerBound]))), requirement: requirement)
        }
        return Term(key: try key(text), requirement: .present)
    }

    private static let operators: [(String, @Sendable (String) -> Requirement?)] = [
        ("!=", { .none(of: [$0]) }), ("==", { .one(of: [$0]) }), ("=", { .one(of: [$0]) }),
        (">", { Int($0).map { .above($0) } }), ("<", { Int($0).map { .below($0) } }),
    ]

    private static func key(_ text: String) throws(APIFailure) -> String {
        guard !text.isEmpty, !text.contains(" "), NameRules.labelKeyProblem(text) == nil else {
            throw malformed(text)
        }
        return text
    }

    private static func malformed(_ text: String) -> APIFailure {
        .badRequest("unable to parse requirement: found '\(text)', expected a valid label requirement")
    }

    private static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " { rest.removeFirst() }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
