import Domain
import FoundationEssentials

/// How the stores are sorted; ties go by name, then by id, so that rows never jump without a reason.
struct StoreOrder: Hashable, Sendable {
    enum Key: String, Hashable, Sendable, CaseIterable {
        case name, status, age
    }

    var key = Key.name
    var isReversed = false

    func precedes(_ left: StoreRow, _ right: StoreRow) -> Bool {
        let (first, second) = isReversed ? (right, left) : (left, right)
        switch key {
        case .name: break
        case .status:
            if first.urgency != second.urgency { return first.urgency < second.urgency }
            if first.look.word != second.look.word { return first.look.word < second.look.word }
        case .age:
            let (one, other) = (first.store.status.createdAt, second.store.status.createdAt)
            if one != other { return one > other }
        }
        let (one, other) = key == .name ? (first, second) : (left, right)
        if one.store.name != other.store.name { return one.store.name < other.store.name }
        return one.id.description < other.id.description
    }

    /// Sorts by `key`; asked for the second time, the other way round.
    mutating func choose(_ key: Key) {
        if self.key == key { isReversed.toggle() } else { self = StoreOrder(key: key) }
    }
}
