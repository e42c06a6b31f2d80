/// Who works. A worker counts as alive exactly as long as its process holds a lock.
package protocol WorkerRegistry: Sendable {
    /// Counts the caller as a worker of `cluster` until the returned presence is ended or its process dies.
    func announceWorker(cluster: String) throws -> any WorkerPresence
    /// Whether some process works on `cluster`.
    func hasWorker(cluster: String) throws -> Bool
}

/// A worker's being there.
package protocol WorkerPresence: Sendable {
    func end()
}
