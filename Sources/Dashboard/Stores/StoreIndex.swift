package import Domain

/// The stores by identity, with the order in which they show. A change costs what it changed: rows are worked
/// out anew for what changed only, and put in their place by binary search.
package struct StoreIndex: Sendable {
    /// The stores that the filter admits, sorted.
    package private(set) var order: [StoreID] = []
    private(set) var sorting = StoreOrder()
    private(set) var filter = StoreFilter()
    /// Rises whenever `order` changes.
    private(set) var generation = 0
    /// How many rows were worked out so far, which tells what updates cost.
    package private(set) var rowsMade = 0
    private(set) var tally: [Urgency: Int] = [:]
    private var rows: [StoreID: StoreRow] = [:]
    private var observations: [String: StoreObservation] = [:]
    private var namespaces: [String: StoreID] = [:]
    private var names: [StoreName: StoreID] = [:]

    package var count: Int { rows.count }
    package subscript(id: StoreID) -> StoreRow? { rows[id] }

    func row(named name: StoreName) -> StoreRow? { names[name].flatMap { rows[$0] } }

    /// Takes in the stores as recorded now.
    mutating func replace(with stores: [Store]) {
        var changed: Set<StoreID> = []
        var kept: Set<StoreID> = []
        for store in stores {
            kept.insert(store.id)
            if rows[store.id]?.store == store { continue }
            changed.insert(store.id)
        }
        let gone =
            kept.count == rows.count && changed.allSatisfy { rows[$0] != nil }
            ? [] : rows.keys.filter { !kept.contains($0) }
        if changed.isEmpty, gone.isEmpty { return }
        for id in gone { remove(id) }
        for store in stores where changed.contains(store.id) {
            namespaces[store.namespace] = store.id
            names[store.name] = store.id
            set(StoreRow(store: store, observation: observations[store.namespace]))
        }
        reorder(changed.union(gone))
    }

    /// Takes in what changed in the cluster.
    mutating func observe(_ changes: [String: StoreObservation?]) {
        var changed: Set<StoreID> = []
        for (namespace, observation) in changes {
            observations[namespace] = observation
            guard let id = namespaces[namespace], let row = rows[id], row.observation != observation else {
                continue
            }
            set(StoreRow(store: row.store, observation: observation))
            changed.insert(id)
        }
        if sorting.key == .status || !filter.isEmpty { reorder(changed) }
    }

    mutating func sort(by key: StoreOrder.Key) {
        sorting.choose(key)
        arrange()
    }

    mutating func filter(_ filter: StoreFilter) {
        if filter == self.filter { return }
        self.filter = filter
        arrange()
    }

    private mutating func set(_ row: StoreRow) {
        rowsMade += 1
        if let old = rows.updateValue(row, forKey: row.id) { tally[old.urgency, default: 1] -= 1 }
        tally[row.urgency, default: 0] += 1
    }

    private mutating func remove(_ id: StoreID) {
        guard let row = rows.removeValue(forKey: id) else { return }
        tally[row.urgency, default: 1] -= 1
        if namespaces[row.store.namespace] == id { namespaces[row.store.namespace] = nil }
        if names[row.store.name] == id { names[row.store.name] = nil }
    }

    private mutating func arrange() {
        order = rows.values.filter(filter.admits).sorted(by: sorting.precedes).map(\.id)
        generation += 1
    }

    /// Puts the rows that changed where they belong now; many at once are sorted with the rest.
    private mutating func reorder(_ changed: Set<StoreID>) {
        if changed.isEmpty { return }
        if changed.count > 16 { return arrange() }
        order.removeAll { changed.contains($0) }
        for id in changed {
            guard let row = rows[id], filter.admits(row) else { continue }
            order.insert(id, at: place(of: row))
        }
        generation += 1
    }

    private func place(of row: StoreRow) -> Int {
        var (low, high) = (0, order.count)
        while low < high {
            let middle = (low + high) / 2
            if let other = rows[order[middle]], sorting.precedes(other, row) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
