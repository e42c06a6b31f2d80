import Terminal

/// The keys, as documentation.
package enum KeyReference {
    /// A Markdown table for each context, in the order of help.
    package static var markdown: String { markdown(BindingContext.allCases) }

    /// A Markdown table for each of `contexts`.
    package static func markdown(_ contexts: [BindingContext]) -> String {
        contexts.map(table).joined(separator: "\n")
    }

    private static func table(_ context: BindingContext) -> String {
        let rows = Binding.all.filter { $0.context == context }.map { binding in
            let keys = binding.keys.map { "`\(name($0))`" }.joined(separator: " ")
            return "| \(keys) | \(binding.help) |\n"
        }
        return "### \(context.title)\n\n| Keys | What they do |\n| --- | --- |\n\(rows.joined())"
    }

    /// The key's name where a bar or a table names it.
    static func name(_ key: KeyPress, arrows: Glyphs? = nil) -> String {
        guard let arrows else { return key.description }
        return switch key {
        case .up: String(arrows.arrowUp)
        case .down: String(arrows.arrowDown)
        case .left: String(arrows.arrowLeft)
        case .right: String(arrows.arrowRight)
        case .control(let character): "^\(character.uppercased())"
        default: key.description
        }
    }
}
