import Foundation

/// The themes of some folders; in a later folder one of the same name wins. The dark default is there always.
package struct ThemeLibrary: Sendable {
    package let folders: [String]

    private static let suffix = ".toml"
    private static let sizeLimit = 1 << 16

    /// Folders in rising precedence: those of the program first, the user's last. Missing ones are as empty.
    package init(folders: [String]) { self.folders = folders }

    /// The names of all themes, sorted.
    package func names() -> [String] {
        var names: Set<String> = [Theme.midnight.name]
        for folder in folders {
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for file in files where file.hasSuffix(Self.suffix) && !file.hasPrefix(".") {
                names.insert(String(file.dropLast(Self.suffix.count)))
            }
        }
        return names.sorted()
    }

    /// The theme of a name, read from its file now.
    package func load(_ name: String) throws(ThemeError) -> Theme {
        guard let file = file(of: name) else {
            if name == Theme.midnight.name { return .midnight }
            throw .unknown(name: name, known: names())
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw .unreadable(file: file, reason: "not readable for this user")
        }
        guard data.count <= Self.sizeLimit else {
            throw .unreadable(file: file, reason: "larger than \(Self.sizeLimit / 1024) KiB")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw .unreadable(file: file, reason: "not UTF-8")
        }
        return try ThemeFile(file: file, text: text).theme(name: name)
    }

    /// The file that `load` would read; nil for the theme that is compiled in, and for one that isn't there.
    package func file(of name: String) -> String? {
        guard !name.contains("/"), !name.hasPrefix(".") else { return nil }
        return folders.reversed().map { "\($0)/\(name)\(Self.suffix)" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }
}
