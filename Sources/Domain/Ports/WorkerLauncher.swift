/// Sees to it that accepted jobs have somebody to do them.
package protocol WorkerLauncher: Sendable {
    /// Starts a detached worker of `cluster` unless one lives.
    func ensureWorker(cluster: String) async throws

    /// Starts one for whoever is about to enqueue and has something else to do before; `ensureWorker` tells whether
    /// it came up.
    func prepareWorker(cluster: String)
}
