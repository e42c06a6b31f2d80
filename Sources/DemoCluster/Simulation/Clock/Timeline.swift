import Foundation

/// What is due when. Each item has at most one time; a binary heap whose outdated entries are skipped.
struct Timeline<Item: Hashable & Sendable>: Sendable {
    private var due: [Item: Date] = [:]
    private var heap: [(at: Date, item: Item)] = []

    /// The items that have a time.
    var items: some Collection<Item> { due.keys }

    /// Sets or, with nil, removes the item's time.
    mutating func set(_ item: Item, at date: Date?) {
        guard due[item] != date else { return }
        due[item] = date
        guard let date else { return }
        heap.append((date, item))
        var child = heap.count - 1
        while child > 0, heap[child].at < heap[(child - 1) / 2].at {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The earliest time, if there is one.
    var next: Date? {
        mutating get {
            while let first = heap.first, due[first.item] != first.at { removeFirst() }
            return heap.first?.at
        }
    }

    /// Takes out all that is due at `now`.
    mutating func take(at now: Date) -> [Item] {
        var taken: [Item] = []
        while let earliest = next, earliest <= now {
            let item = heap[0].item
            removeFirst()
            due[item] = nil
            taken.append(item)
        }
        return taken
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].at < heap[smallest].at { smallest = child }
            guard smallest != parent else { return }
            heap.swapAt(parent, smallest)
            parent = smallest
        }
    }
}
