import Terminal

/// Everything that can be done now, found by typing.
package struct CommandPalette: Hashable, Sendable {
    var field = TextField()
    var list = ListViewport()

    /// The bindings whose name or explanation holds every word typed; those whose name begins so come first.
    func matches(among bindings: [Binding]) -> [Binding] {
        let words = field.value.lowercased().split(separator: " ")
        let found = bindings.filter { binding in
            let searched = "\(binding.title) \(binding.help)".lowercased()
            return words.allSatisfy { searched.contains($0) }
        }
        guard let first = words.first else { return found }
        return found.filter { $0.title.lowercased().hasPrefix(first) }
            + found.filter { !$0.title.lowercased().hasPrefix(first) }
    }
}

/// The themes, each shown at once as the cursor comes to it.
package struct ThemePicker: Hashable, Sendable {
    let names: [String]
    /// The theme to return to.
    let before: String
    var list: ListViewport

    init(names: [String], current: String) {
        self.names = names
        before = current
        list = ListViewport(
            count: names.count, height: max(1, names.count), selection: names.firstIndex(of: current) ?? 0)
    }

    var chosen: String? { names.indices.contains(list.selection) ? names[list.selection] : nil }
}
