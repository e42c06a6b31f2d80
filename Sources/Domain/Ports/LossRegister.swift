/// Knows of records that were lost, so that they're rebuilt from what the clusters carry.
package protocol LossRegister: Sendable {
    /// What was lost and hasn't been made good for that cluster yet; nil where nothing was.
    func loss(cluster: String) async throws -> RecordLoss?
    /// Writes down that the cluster's stores were taken in again.
    func makeGood(_ loss: RecordLoss, cluster: String, stores: Int) async throws
}
