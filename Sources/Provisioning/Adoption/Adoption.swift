package import Domain
package import Foundation
package import Kubernetes

/// Rebuilds the records of stores from what their namespaces carry, as after the loss of the database.
package struct Adoption: Sendable {
    private let client: KubernetesClient
    private let cluster: String
    private let now: @Sendable () -> Date

    package init(client: KubernetesClient, cluster: String, now: @escaping @Sendable () -> Date = { Date() })
    {
        self.client = client
        self.cluster = cluster
        self.now = now
    }

    /// The stores that the cluster's namespaces tell of, whole or not; namespaces that tell too little to
    /// make a store of are left out.
    package func discover() async throws -> [Store] {
        let selection = Selection(labels: Ownership.storeLabel)
        let namespaces = try await client.list(Namespace.self, ListOptions(selection, limit: 500)).items
        // Helm's records say whether a store got as far as being deployed.
        let secrets = try await client.listMetadata(
            .secrets, ListOptions(Selection(labels: "owner=helm,status=deployed"), limit: 500)
        ).items
        let deployed = Dictionary(secrets.map { ($0.namespace ?? "", $0) }) { first, _ in first }
        return namespaces.compactMap { store(from: $0, release: deployed[$0.metadata.name]) }
    }

    private func store(from namespace: Namespace, release: ObjectMeta?) -> Store? {
        let annotations = namespace.metadata.annotations
        guard let id = namespace.metadata.labels[Ownership.storeLabel].flatMap({ StoreID($0) }),
            let name = annotations[Ownership.nameAnnotation].flatMap({ try? StoreName($0) }),
            let text = annotations[Ownership.specAnnotation],
            let spec = try? JSONDecoder().decode(StoreSpec.self, from: Data(text.utf8))
        else { return nil }
        let isArchived = annotations[Ownership.archivedAnnotation] == "true"
        let phase: StorePhase =
            isArchived ? .archived : release != nil && !namespace.isTerminating ? .ready : .failed
        let created = namespace.metadata.creationTimestamp ?? now()
        return Store(
            id: id, name: name, cluster: cluster, namespace: namespace.metadata.name, spec: spec,
            status: StoreStatus(
                phase: phase,
                lastError: phase == .failed ? "found in the cluster without a deployed release" : nil,
                revision: release?.labels["version"].flatMap { Int($0) }, createdAt: created, updatedAt: now()
            ))
    }
}
