/// A `.env` file: `KEY=VALUE` lines, `export` allowed, values plain or in quotes, `#` for comments.
package struct DotEnvFile: Sendable {
    package struct Entry: Hashable, Sendable {
        package let key: String
        package let value: String
        package let line: Int
    }

    package let entries: [Entry]

    /// - Throws: `SettingsError.malformed` naming the line.
    package init(parsing text: String, path: String) throws(SettingsError) {
        var entries: [Entry] = []
        for (offset, raw) in text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }
        ).enumerated() {
            var rest = raw.trimmingSpace
            if rest.isEmpty || rest.hasPrefix("#") { continue }
            if rest.hasPrefix("export ") { rest = rest.dropFirst(7).trimmingSpace }
            guard let equals = rest.firstIndex(of: "=") else {
                throw .malformed(path: path, line: offset + 1, reason: "expected KEY=VALUE")
            }
            let key = rest[..<equals].trimmingSpace
            let isName = key.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || $0 == "_" || ("0"..."9").contains($0))
            }
            guard !key.isEmpty, isName else {
                throw .malformed(path: path, line: offset + 1, reason: "“\(key)” can't be a setting's name")
            }
            let value = try Self.value(
                rest[rest.index(after: equals)...].trimmingSpace, path: path, line: offset + 1)
            entries.append(Entry(key: String(key), value: value, line: offset + 1))
        }
        self.entries = entries
    }

    private static func value(_ text: Substring, path: String, line: Int) throws(SettingsError) -> String {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            let comment = text.firstRange(of: " #")
            return String(text[..<(comment?.lowerBound ?? text.endIndex)].trimmingSpace)
        }
        var value = ""
        var isEscaped = false
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if isEscaped {
                value.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                isEscaped = false
            } else if character == "\\", quote == "\"" {
                isEscaped = true
            } else if character == quote {
                let tail = rest.trimmingSpace
                guard tail.isEmpty || tail.hasPrefix("#") else {
                    throw .malformed(path: path, line: line, reason: "text after the closing quote")
                }
                return value
            } else {
                value.append(character)
            }
        }
        throw .malformed(path: path, line: line, reason: "the quote isn't closed")
    }
}

extension Substring {
    fileprivate var trimmingSpace: Substring {
        var text = self
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
