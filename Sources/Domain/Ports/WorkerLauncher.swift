/// Sees to it that accepted jobs have somebody to do them.
package protocol WorkerLauncher: Sendable {
    /// Starts a detached worker of `cluster` unless one lives.
    func ensureWorker(cluster: String) async throws
}
