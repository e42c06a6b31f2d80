import Foundation

/// The source files of this checkout.
enum Checkout {
    struct File: Sendable, CustomStringConvertible {
        let path: String
        let lines: [String]

        var description: String { path }

        /// The modules that it imports, whatever the access level, kind or attributes of the import.
        var imports: [String] {
            lines.compactMap { line in
                let words = line.split(separator: " ").map(String.init)
                guard let index = words.firstIndex(of: "import"), index + 1 < words.count,
                    words[..<index].allSatisfy({ Self.modifiers.contains($0) || $0.hasPrefix("@") })
                else { return nil }
                let kinds = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
                let name =
                    kinds.contains(words[index + 1]) ? words.dropFirst(index + 2).first : words[index + 1]
                return name?.split(separator: ".").first.map(String.init)
            }
        }

        private static let modifiers: Set = ["public", "package", "internal", "private", "fileprivate"]
    }

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The folders of `Sources`, each a module.
    static func modules() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.path + "/Sources")
            .filter { !$0.hasPrefix(".") }.sorted()
    }

    /// The files of a module whose names end in one of `extensions`.
    static func files(of module: String, extensions: Set<String> = ["swift"]) throws -> [File] {
        let folder = root.path + "/Sources/" + module
        return try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
            .filter { extensions.contains(($0 as NSString).pathExtension) }
            .map { name in
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                return File(
                    path: "Sources/\(module)/\(name)",
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
            }
    }
}
