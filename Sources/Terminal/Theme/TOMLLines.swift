/// Where the keys of a TOML document stand, which the parser does not tell. Knows tables, bare and quoted keys
/// and their dots; not keys within a multi-line string, which no theme has.
struct TOMLLines {
    private var lines: [[String]: Int] = [:]

    init(_ text: String) {
        var table: [String] = []
        let rows = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, row) in rows.enumerated() {
            let content = row.drop { $0 == " " || $0 == "\t" }
            if content.hasPrefix("[") {
                table = Self.keys(content.drop { $0 == "[" }.prefix { $0 != "]" })
                lines[table] = lines[table] ?? index + 1
            } else if let equals = content.firstIndex(of: "="), !content.hasPrefix("#") {
                let path = table + Self.keys(content[..<equals])
                lines[path] = lines[path] ?? index + 1
            }
        }
    }

    /// The line of a key, or of what it is in; 1 when that isn't there either.
    func line(of path: [String]) -> Int {
        var path = path[...]
        while !path.isEmpty {
            if let line = lines[Array(path)] { return line }
            path.removeLast()
        }
        return 1
    }

    private static func keys(_ text: Substring) -> [String] {
        text.split(separator: ".").map { $0.filter { !" \t\"'".contains($0) } }
    }
}
