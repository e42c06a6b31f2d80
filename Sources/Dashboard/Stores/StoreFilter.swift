import Domain

/// Which stores show: those in which every word typed occurs, or, after `!`, those in which not.
struct StoreFilter: Hashable, Sendable {
    var text: String

    init(_ text: String = "") { self.text = text }

    var isEmpty: Bool { terms.isEmpty }
    private var isInverse: Bool { text.hasPrefix("!") }
    private var terms: [Substring] { text.drop { $0 == "!" }.split(separator: " ") }

    func admits(_ row: StoreRow) -> Bool {
        if isEmpty { return true }
        let store = row.store
        let words =
            [
                store.name.description, store.spec.engine.title, store.status.phase.rawValue, row.look.word,
                row.health.rawValue, store.namespace, row.problem ?? "",
            ] + store.spec.hosts
        let searched = words.joined(separator: "\n").lowercased()
        let matches = terms.allSatisfy { searched.contains($0.lowercased()) }
        return matches != isInverse
    }
}
