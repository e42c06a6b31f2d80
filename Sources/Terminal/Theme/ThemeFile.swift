import TOMLKit

/// A theme as it stands in a file:
///
///     title = "Night sky"
///     appearance = "dark"            # or "light"
///     [palette]
///     ink = "#0b1020"
///     [roles]
///     background = "ink"             # a palette name, "#rrggbb" or "default", the terminal's own colour
///     failed = { color = "#f47067", ansi256 = 203, ansi16 = "red", bold = true }
struct ThemeFile {
    private let file: String
    private let lines: TOMLLines
    private let table: TOMLTable

    static let ansiNames = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
        "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
        "bright-cyan", "bright-white",
    ]

    private static let topLevel: Set<String> = ["title", "appearance", "monochrome", "palette", "roles"]

    init(file: String, text: String) throws(ThemeError) {
        self.file = file
        lines = TOMLLines(text)
        if let line = TOMLGuard.firstHazard(in: text) {
            throw .invalid(file: file, line: line, reason: "a key, a value or a closing bracket was expected")
        }
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw .invalid(file: file, line: error.source.begin.line, reason: error.description)
        } catch {
            throw .unreadable(file: file, reason: String(describing: error))
        }
    }

    func theme(name: String) throws(ThemeError) -> Theme {
        for key in table.keys where !Self.topLevel.contains(key) {
            throw wrong([key], "'\(key)' is no part of a theme; allowed are \(Self.list(Self.topLevel))")
        }
        let title = try string(["title"], in: table, or: name)
        let appearanceName = try string(["appearance"], in: table, or: "dark")
        guard let appearance = Theme.Appearance(rawValue: appearanceName) else {
            throw wrong(["appearance"], "appearance is \"dark\" or \"light\", not \"\(appearanceName)\"")
        }
        let palette = try self.palette()
        let roles = try subtable("roles")
        var colors: [Role: ThemeColor] = [:]
        var attributes: [Role: ThemeAttributes] = [:]
        for key in roles?.keys ?? [] {
            guard let role = Role(rawValue: key) else {
                let known = Self.list(Role.allCases.map(\.rawValue))
                throw wrong(["roles", key], "there is no role '\(key)'; the roles are \(known)")
            }
            let (color, added) = try entry(["roles", key], roles?[key], palette: palette)
            if let color { colors[role] = color }
            if !added.isEmpty { attributes[role] = added }
        }
        let monochrome = try flag(["monochrome"], in: table)
        for required in [Role.background, .text] where colors[required] == nil && !monochrome {
            throw wrong(
                ["roles"], "the role '\(required.rawValue)' has no colour; every theme must give it one")
        }
        return Theme(
            name: name, title: title, appearance: appearance, monochrome: monochrome, colors: colors,
            attributes: attributes)
    }

    private func palette() throws(ThemeError) -> [String: ThemeColor] {
        guard let entries = try subtable("palette") else { return [:] }
        var palette: [String: ThemeColor] = [:]
        for key in entries.keys {
            palette[key] = try entry(["palette", key], entries[key], palette: [:]).color
        }
        return palette
    }

    private func entry(
        _ path: [String], _ value: (any TOMLValueConvertible)?, palette: [String: ThemeColor]
    ) throws(ThemeError) -> (color: ThemeColor?, attributes: ThemeAttributes) {
        if let name = value?.string { return (try color(path, name, palette: palette), []) }
        guard let table = value?.table else {
            throw wrong(path, "'\(path.last ?? "")' is a colour such as \"#6cb6ff\", or a table with one")
        }
        let allowed: Set<String> = ["color", "ansi256", "ansi16", "bold", "underline", "reverse", "dim"]
        for key in table.keys where !allowed.contains(key) {
            throw wrong(path, "'\(key)' is no part of a colour; allowed are \(Self.list(allowed))")
        }
        var color: ThemeColor?
        if let value = table["color"] {
            guard let name = value.string else { throw wrong(path, "color is a text such as \"#6cb6ff\"") }
            color = try self.color(path, name, palette: palette)
        }
        if let value = table["ansi256"] {
            guard let number = value.int, (0...255).contains(number), color != nil else {
                throw wrong(path, "ansi256 is a number from 0 to 255, beside a color")
            }
            color?.ansi256 = UInt8(number)
        }
        if let value = table["ansi16"] {
            guard let name = value.string, let index = Self.ansiNames.firstIndex(of: name), color != nil
            else {
                throw wrong(
                    path, "ansi16 is one of \(Self.ansiNames.joined(separator: ", ")), beside a color")
            }
            color?.ansi16 = UInt8(index)
        }
        var attributes: ThemeAttributes = []
        if try flag(path, "bold", in: table) { attributes.insert(.bold) }
        if try flag(path, "underline", in: table) { attributes.insert(.underline) }
        if try flag(path, "reverse", in: table) { attributes.insert(.reverse) }
        if try flag(path, "dim", in: table) { attributes.insert(.dim) }
        return (color, attributes)
    }

    private func color(
        _ path: [String], _ name: String, palette: [String: ThemeColor]
    ) throws(ThemeError) -> ThemeColor {
        if name == "default" { return ThemeColor() }
        if let known = palette[name] { return known }
        let digits = name.dropFirst()
        if name.hasPrefix("#"), digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
            let rgb = UInt32(digits, radix: 16)
        {
            return ThemeColor(rgb: rgb)
        }
        let names = palette.isEmpty ? "" : ", or one of the palette: \(Self.list(palette.keys))"
        throw wrong(path, "\"\(name)\" is no colour; write \"#rrggbb\" or \"default\"\(names)")
    }

    private func subtable(_ key: String) throws(ThemeError) -> TOMLTable? {
        guard let value = table[key] else { return nil }
        guard let found = value.table else { throw wrong([key], "'\(key)' is a table, written [\(key)]") }
        return found
    }

    private func string(_ path: [String], in table: TOMLTable, or other: String) throws(ThemeError) -> String
    {
        guard let value = table[path.last ?? ""] else { return other }
        guard let text = value.string else { throw wrong(path, "'\(path.last ?? "")' is a text in quotes") }
        return text
    }

    private func flag(_ path: [String], _ key: String? = nil, in table: TOMLTable) throws(ThemeError) -> Bool
    {
        let name = key ?? path.last ?? ""
        guard let value = table[name] else { return false }
        guard let flag = value.bool else { throw wrong(path, "'\(name)' is true or false") }
        return flag
    }

    private func wrong(_ path: [String], _ reason: String) -> ThemeError {
        .invalid(file: file, line: lines.line(of: path), reason: reason)
    }

    private static func list(_ names: some Sequence<String>) -> String {
        names.sorted().joined(separator: ", ")
    }
}
