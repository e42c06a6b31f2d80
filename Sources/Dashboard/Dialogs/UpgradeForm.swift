package import Domain
package import Terminal

/// A change of a store while it's being described. Its target was frozen when it opened.
package struct UpgradeForm: Hashable, Sendable {
    enum Field: Int, Hashable, Sendable, CaseIterable {
        case size, values
    }

    enum Plan: Hashable, Sendable {
        case none
        case asked(Ticket)
        case shown(UpgradePlan)
        case failed(String)
    }

    package let target: Store
    package internal(set) var size: StoreSize
    package internal(set) var values = TextField()
    package internal(set) var submission = Submission.editing
    var field = Field.size
    var plan = Plan.none
    /// What the plan was asked for.
    var planned: UpgradeDraft?
    /// The first line of the plan that shows.
    var offset = 0
    /// Whether Enter was tried on what can't be accepted, or wouldn't change anything.
    var wasTried = false

    init(_ store: Store) {
        target = store
        size = store.spec.size
    }

    mutating func moveField(by steps: Int) {
        let count = Field.allCases.count
        field = Field(rawValue: (field.rawValue + steps + count) % count) ?? .size
    }

    mutating func chooseSize(by steps: Int) {
        let sizes = StoreSize.allCases
        let place = sizes.firstIndex(of: size) ?? 0
        size = sizes[(place + steps + sizes.count) % sizes.count]
        edited()
    }

    mutating func edited() {
        wasTried = false
        if case .refused = submission { submission = .editing }
    }

    /// The words of the values' field: `key=value` sets one, `-key` forgets one.
    private var words: [Substring] { values.value.split(separator: " ") }

    /// The first word that means nothing, worded for who typed it; or nil.
    var problem: String? {
        for word in words {
            let isAssignment = (word.firstIndex(of: "=") ?? word.startIndex) > word.startIndex
            if word.hasPrefix("-") ? word.count > 1 && !word.contains("=") : isAssignment { continue }
            return "“\(word)”: write key=value to set one, -key to forget one"
        }
        return nil
    }

    /// What it asks for; nil while something in it means nothing.
    var draft: UpgradeDraft? {
        if problem != nil { return nil }
        return UpgradeDraft(
            store: target, size: size, setting: words.filter { !$0.hasPrefix("-") }.map(String.init),
            unsetting: words.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
    }
}
