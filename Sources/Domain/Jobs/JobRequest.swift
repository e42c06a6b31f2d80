/// An action that somebody wants, before it's accepted.
package struct JobRequest: Hashable, Sendable {
    package enum Action: Hashable, Sendable {
        /// A new store; refused when `maxStores` open stores exist in the cluster (nil: no limit).
        case create(name: StoreName, namespace: String, spec: StoreSpec, maxStores: Int?)
        /// Cancels what runs on the store, then removes it. The id freezes the target.
        case delete(StoreID, keepsData: Bool)
    }

    package var action: Action
    package var cluster: String
    package var timeoutSeconds: Int
    /// Who asks, as `user@host`.
    package var requestedBy: String

    package init(action: Action, cluster: String, timeoutSeconds: Int = 600, requestedBy: String) {
        self.action = action
        self.cluster = cluster
        self.timeoutSeconds = timeoutSeconds
        self.requestedBy = requestedBy
    }
}
