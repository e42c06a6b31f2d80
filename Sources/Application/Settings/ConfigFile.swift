internal import TOMLKit
internal import Terminal

/// `config.toml`: the settings by their names in lower or upper case, such as `max_stores = 20`.
package struct ConfigFile: Sendable {
    package struct Entry: Hashable, Sendable {
        package let key: SettingKey
        package let value: String
        package let line: Int
    }

    package let entries: [Entry]

    /// - Throws: `SettingsError` naming file and line for what isn't TOML, isn't a setting or isn't a plain value.
    package init(parsing text: String, path: String) throws(SettingsError) {
        if let line = TOMLGuard.firstHazard(in: text) {
            throw .malformed(
                path: path, line: line, reason: "a key, a value or a closing bracket was expected")
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw .malformed(path: path, line: Int(error.source.begin.line), reason: error.description)
        } catch {
            throw .malformed(path: path, line: 1, reason: "\(error)")
        }
        var entries: [Entry] = []
        for name in table.keys {
            let line = Self.line(of: name, in: text)
            let source = SettingSource.file(path: path, line: line)
            guard let key = SettingKey(rawValue: name.uppercased()) else {
                throw .unknownKey(name, source: source, nearest: Self.nearest(to: name.uppercased()))
            }
            guard let value = Self.text(of: table[name]) else {
                throw .wrongValue(
                    key: name, value: "…", source: source,
                    allowed: "a text, a number, true, false or a list of texts")
            }
            entries.append(Entry(key: key, value: value, line: line))
        }
        self.entries = entries
    }

    private static func text(of value: (any TOMLValueConvertible)?) -> String? {
        guard let value else { return nil }
        if let text = value.string { return text }
        if let number = value.int { return String(number) }
        if let flag = value.bool { return flag ? "true" : "false" }
        guard let list = value.array else { return nil }
        let texts = list.map { $0.string }
        return texts.contains(nil) ? nil : texts.compactMap { $0 }.joined(separator: ",")
    }

    /// TOMLKit keeps no positions of values, so the line is looked up by the key that starts it.
    private static func line(of key: String, in text: String) -> Int {
        for (offset, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = raw.drop { $0 == " " || $0 == "\t" || $0 == "\"" }
            if line.hasPrefix(key), let next = line.dropFirst(key.count).first,
                next == " " || next == "=" || next == "\""
            {
                return offset + 1
            }
        }
        return 1
    }

    /// The setting whose name differs least, if it's near enough to be meant.
    static func nearest(to name: String) -> String? {
        let allowed = 3
        // Names that differ more in length than that differ more altogether, however long it would take to tell.
        let scored = SettingKey.allCases.filter { abs($0.rawValue.utf8.count - name.utf8.count) <= allowed }
            .map { (key: $0.rawValue, distance: distance($0.rawValue, name)) }
        guard let best = scored.min(by: { $0.distance < $1.distance }), best.distance <= allowed else {
            return nil
        }
        return best.key
    }

    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var row = Array(0...right.count)
        for (i, a) in left.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = a == b ? diagonal : min(diagonal, above, row[j]) + 1
                diagonal = above
            }
        }
        return row[right.count]
    }
}
