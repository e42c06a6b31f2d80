/// An action that somebody wants, before it's accepted.
package struct JobRequest: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        /// A new store; refused when `maxStores` open stores exist in the cluster (nil: no limit).
        case create(name: StoreName, namespace: String, spec: StoreSpec, maxStores: Int?)
        /// Cancels what runs on the store, then removes it. The id freezes the target.
        case delete(StoreID, keepsData: Bool)
        /// Brings the store to `spec`, which then is what is wanted of it.
        case upgrade(StoreID, spec: StoreSpec)
        /// Back to a Helm revision; nil means the one that was deployed before the newest.
        case rollback(StoreID, revision: Int?)
    }

    package var action: Action
    package var cluster: String
    package var timeoutSeconds: Int
    /// Who asks, as a `Requester` describes itself.
    package var requestedBy: String

    package init(action: Action, cluster: String, timeoutSeconds: Int = 600, requestedBy: String) {
        self.action = action
        self.cluster = cluster
        self.timeoutSeconds = timeoutSeconds
        self.requestedBy = requestedBy
    }
}
