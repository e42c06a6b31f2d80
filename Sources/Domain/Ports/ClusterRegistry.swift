/// Remembers which cluster a kube context leads to. Contexts are mere names (that of every k3s is `default`), and
/// a record of one cluster's stores must never be taken for another's.
package protocol ClusterRegistry: Sendable {
    /// Holds the context `cluster` to the cluster it led to when its stores were recorded. One without stores
    /// may lead elsewhere from now on.
    /// - Parameter identity: what no two clusters have in common.
    /// - Throws: `DomainError.anotherCluster` where it leads elsewhere.
    func recognise(cluster: String, identity: String) async throws
    /// Closes what is recorded of the cluster that the context led to before, which is gone, and gives up its
    /// jobs. Nothing is done to any cluster.
    /// - Returns: the stores that were forgotten; none where it's the same cluster.
    func replace(cluster: String, identity: String, requestedBy: String) async throws -> [Store]
}
