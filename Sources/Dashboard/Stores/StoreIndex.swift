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
    /// The namespaces of stores that the cluster has and the records lack.
    private(set) var strangers: Set<String> = []
    private var isSeen = false
    private var releases: [String: [ReleaseSummary]] = [:]
    private var operations: Set<JobID> = []
    private var namespaces: [String: StoreID] = [:]
    private var names: [StoreName: StoreID] = [:]

    package var count: Int { rows.count }
    private var archived = 0
    /// The stores that MAX_STORES counts: all but the archived ones.
    package var countedCount: Int { rows.count - archived }
    package subscript(id: StoreID) -> StoreRow? { rows[id] }

    func row(named name: StoreName) -> StoreRow? { names[name].flatMap { rows[$0] } }

    /// Takes in the stores as recorded now.
    /// - Parameter operations: the jobs that are known.
    mutating func replace(with stores: [Store], operations: Set<JobID> = []) {
        self.operations = operations
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
            // What was seen of a release is out of date once a job has worked on it.
            if rows[store.id].map({ $0.store.status != store.status }) ?? false {
                releases[store.namespace] = nil
            }
            set(row(of: store))
        }
        for observation in observations.values { noteStranger(observation) }
        reorder(changed.union(gone))
    }

    /// Takes in what changed in the cluster.
    mutating func observe(_ changes: [String: StoreObservation?]) {
        var changed: Set<StoreID> = []
        for (namespace, observation) in changes {
            observations[namespace] = observation
            if let observation { noteStranger(observation) } else { strangers.remove(namespace) }
            guard let id = namespaces[namespace], let row = rows[id], row.observation != observation else {
                continue
            }
            set(self.row(of: row.store))
            changed.insert(id)
        }
        if !isSeen {
            isSeen = true
            // Those that weren't seen now are known to be missing.
            for row in rows.values where row.observation == nil {
                set(self.row(of: row.store))
                changed.insert(row.id)
            }
        }
        if sorting.key == .status || !filter.isEmpty { reorder(changed) }
    }

    /// Takes in what the record of a release says.
    mutating func observe(_ releases: [ReleaseSummary], in namespace: String) {
        guard self.releases[namespace] != releases else { return }
        self.releases[namespace] = releases
        guard let id = namespaces[namespace], let row = rows[id] else { return }
        let renewed = self.row(of: row.store)
        if renewed == row { return }
        set(renewed)
        if sorting.key == .status || !filter.isEmpty { reorder([id]) }
    }

    private func row(of store: Store) -> StoreRow {
        StoreRow(
            store: store, observation: observations[store.namespace], isSeen: isSeen,
            releases: releases[store.namespace], operations: operations)
    }

    private mutating func noteStranger(_ observation: StoreObservation) {
        if let id = observation.storeID, case .active = observation.namespaceState, rows[id] == nil {
            strangers.insert(observation.namespace)
        } else {
            strangers.remove(observation.namespace)
        }
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
        if let old = rows.updateValue(row, forKey: row.id) { count(old, -1) }
        count(row, 1)
    }

    private mutating func remove(_ id: StoreID) {
        guard let row = rows.removeValue(forKey: id) else { return }
        count(row, -1)
        if namespaces[row.store.namespace] == id { namespaces[row.store.namespace] = nil }
        if names[row.store.name] == id { names[row.store.name] = nil }
    }

    private mutating func count(_ row: StoreRow, _ change: Int) {
        tally[row.urgency, default: 0] += change
        if row.store.status.phase == .archived { archived += change }
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
