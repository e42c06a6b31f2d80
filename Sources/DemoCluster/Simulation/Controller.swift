import Foundation

/// One control loop: which objects a change concerns, and what to do about each of them. It acts on what
/// is stored, never on what it remembers, so that it can be stopped at any point and started again.
protocol Controller: Sendable {
    /// The objects to look at because of `change`.
    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey]
    /// Brings one object nearer to what is wanted. Returns when to look at it again if nothing changes.
    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date?
    /// The object is gone.
    func forget(_ change: ObjectChange)
}

extension Controller {
    func forget(_ change: ObjectChange) {}
}

/// A piece of work: an object that a controller is to look at.
struct WorkItem: Hashable, Sendable {
    let controller: Int
    let key: ObjectKey
}

/// Work in the order in which it came up; what is queued already isn't queued twice.
struct WorkQueue: Sendable {
    private var items: [WorkItem] = []
    private var first = 0
    private var queued: Set<WorkItem> = []

    mutating func add(_ item: WorkItem) {
        if queued.insert(item).inserted { items.append(item) }
    }

    mutating func next() -> WorkItem? {
        guard first < items.count else { return nil }
        let item = items[first]
        first += 1
        queued.remove(item)
        if first == items.count {
            items.removeAll(keepingCapacity: items.count < 1000)
            first = 0
        }
        return item
    }
}
