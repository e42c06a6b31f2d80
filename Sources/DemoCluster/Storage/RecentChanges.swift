/// The last changes, oldest first, from which a watch takes up where it left off.
struct RecentChanges: Sendable {
    private let capacity: Int
    private var ring: [ObjectChange] = []
    private var oldest = 0
    /// The version of the last change that is no longer kept.
    private(set) var forgotten: UInt64 = 0

    init(capacity: Int) { self.capacity = max(1, capacity) }

    mutating func append(_ change: ObjectChange) {
        guard ring.count == capacity else { return ring.append(change) }
        forgotten = ring[oldest].resourceVersion
        ring[oldest] = change
        oldest = (oldest + 1) % capacity
    }

    /// Forgets everything up to `version`, as a server does that has just started.
    mutating func forget(upTo version: UInt64) {
        ring = []
        oldest = 0
        forgotten = version
    }

    /// The kept changes that came after `version`, oldest first; nil where some of them are gone.
    func since(_ version: UInt64) -> [ObjectChange]? {
        guard version >= forgotten else { return nil }
        var low = 0
        var high = ring.count
        while low < high {
            let middle = (low + high) / 2
            if at(middle).resourceVersion > version { high = middle } else { low = middle + 1 }
        }
        return (low..<ring.count).map(at)
    }

    private func at(_ index: Int) -> ObjectChange { ring[(oldest + index) % ring.count] }
}
