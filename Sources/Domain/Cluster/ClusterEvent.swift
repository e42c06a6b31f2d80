package import FoundationEssentials

/// Something Kubernetes reported about an object of a store.
package struct ClusterEvent: Hashable, Sendable, Identifiable {
    package let id: String
    package var isWarning: Bool
    package var reason: String
    /// Such as `Pod/shop-mysql-0`.
    package var object: String
    package var message: String
    package var count: Int
    package var lastSeen: Date

    package init(
        id: String, isWarning: Bool, reason: String, object: String, message: String, count: Int,
        lastSeen: Date
    ) {
        self.id = id
        self.isWarning = isWarning
        self.reason = reason
        self.object = object
        self.message = message
        self.count = count
        self.lastSeen = lastSeen
    }
}
