package import Domain
package import Kubernetes

/// Holds a kube context to the cluster that it led to when its stores were recorded.
package struct ClusterIdentity: Sendable {
    private let client: KubernetesClient
    private let cluster: String
    private let registry: any ClusterRegistry

    package init(client: KubernetesClient, cluster: String, registry: any ClusterRegistry) {
        self.client = client
        self.cluster = cluster
        self.registry = registry
    }

    /// - Throws: `DomainError.anotherCluster` where the context leads elsewhere by now, `KubernetesError` where
    ///   the cluster can't be asked.
    package func check() async throws {
        guard let identity = try await read() else { return }
        try await registry.recognise(cluster: cluster, identity: identity)
    }

    /// Takes the cluster that the context leads to now in place of the one it led to before.
    /// - Returns: the stores of that one, which are forgotten.
    package func replace(requestedBy actor: String) async throws -> [Store] {
        guard let identity = try await read() else { return [] }
        return try await registry.replace(cluster: cluster, identity: identity, requestedBy: actor)
    }

    /// The UID of the namespace `kube-system`, which is as old as its cluster and what others tell clusters by
    /// too; nil for who may not read it.
    private func read() async throws -> String? {
        do {
            return try await client.get(Namespace.self, "kube-system").metadata.uid
        } catch let error as KubernetesError {
            if case .forbidden = error { return nil }
            if error.isNotFound { return nil }
            throw error
        }
    }
}
