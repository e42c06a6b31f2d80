extension HelmValues {
    /// Reads `a.b=c,d={x,y}` as Helm's `--set` does: `true`, `false`, `null` and whole numbers are typed,
    /// anything else is text; `\` takes the next character as it is.
    package init(setting expression: String) throws(HelmError) {
        var reader = SetExpression(expression)
        self.init(try reader.read())
    }
}

/// A reader of one `--set` expression.
private struct SetExpression {
    private let expression: String
    private var rest: Substring

    init(_ expression: String) {
        self.expression = expression
        self.rest = expression[...]
    }

    mutating func read() throws(HelmError) -> [String: HelmValue] {
        var root = HelmValue.object([:])
        repeat {
            let path = try readPath()
            let leaf = try readValue(of: path.joined(separator: "."))
            root = root.merging(path.reversed().reduce(leaf) { .object([$1: $0]) })
        } while try more()
        guard case .object(let object) = root else { return [:] }
        return object
    }

    private mutating func readPath() throws(HelmError) -> [String] {
        var path: [String] = []
        while true {
            let key = try readText(until: [".", "=", ",", "["])
            guard !key.isEmpty else { throw refused("a key is empty; write KEY=VALUE, as in size.cpu=2") }
            path.append(key)
            switch rest.popFirst() {
            case ".": continue
            case "=": return path
            case "[":
                throw refused("list positions are not supported; give the whole list, as in \(key)={a,b}")
            default:
                throw refused("\"\(path.joined(separator: "."))\" has no value; write KEY=VALUE")
            }
        }
    }

    private mutating func readValue(of key: String) throws(HelmError) -> HelmValue {
        guard rest.first == "{" else { return typed(try readText(until: [","])) }
        rest.removeFirst()
        if rest.first == "}" {
            rest.removeFirst()
            return .list([])
        }
        var items: [HelmValue] = []
        while true {
            items.append(typed(try readText(until: [",", "}"])))
            switch rest.popFirst() {
            case ",": continue
            case "}": return .list(items)
            default: throw refused("the list of \"\(key)\" lacks its closing }")
            }
        }
    }

    /// Whether another pair follows.
    private mutating func more() throws(HelmError) -> Bool {
        guard let next = rest.popFirst() else { return false }
        guard next == "," else { throw refused("\"\(next)\" after a list; separate pairs with a comma") }
        return !rest.isEmpty
    }

    /// The text up to one of the characters, which stays, or to the end.
    private mutating func readText(until ends: Set<Character>) throws(HelmError) -> String {
        var text = ""
        while let character = rest.first, !ends.contains(character) {
            rest.removeFirst()
            if character == "\\" {
                guard let escaped = rest.popFirst() else { throw refused("it ends in a lone \\") }
                text.append(escaped)
            } else {
                text.append(character)
            }
        }
        return text
    }

    private func typed(_ text: String) -> HelmValue {
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default: break
        }
        // A leading zero or plus makes text: telephone numbers and octal modes must survive.
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let isWhole = !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
        guard isWhole, digits == "0" || digits.first != "0", let number = Int(text) else {
            return .string(text)
        }
        return .integer(number)
    }

    private func refused(_ reason: String) -> HelmError { .invalidSetting(expression, reason: reason) }
}
