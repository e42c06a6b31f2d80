package import Domain
package import Foundation
package import Kubernetes

/// Rebuilds the records of stores from what their namespaces carry, as after the loss of the database.
package struct Adoption: Sendable {
    private let client: KubernetesClient
    private let cluster: String
    private let operatorBinding: OperatorBinding?
    private let now: @Sendable () -> Date

    /// - Parameter operatorBinding: what gives urumi its rights in a store's namespace; nil where it has them.
    package init(
        client: KubernetesClient, cluster: String, operatorBinding: OperatorBinding? = nil,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.client = client
        self.cluster = cluster
        self.operatorBinding = operatorBinding
        self.now = now
    }

    /// The stores that the cluster's namespaces tell of, whole or not; namespaces that tell too little to
    /// make a store of are left out.
    package func discover() async throws -> [Store] {
        let selection = Selection(labels: Ownership.storeLabel)
        let namespaces = try await client.list(Namespace.self, ListOptions(selection, limit: 500)).items
        let secrets = operatorBinding == nil ? try await releases(in: nil) : try await ownReleases(namespaces)
        let deployed = Dictionary(secrets.map { ($0.namespace ?? "", $0) }) { first, _ in first }
        return namespaces.compactMap { store(from: $0, release: deployed[$0.metadata.name]) }
    }

    /// Helm's records say whether a store got as far as being deployed.
    private func releases(in namespace: String?) async throws -> [ObjectMeta] {
        try await client.listMetadata(
            .secrets, in: namespace,
            ListOptions(Selection(labels: "owner=helm,status=deployed"), limit: 500)
        ).items
    }

    /// The same, namespace by namespace, where that is all that urumi may read.
    private func ownReleases(_ namespaces: [Namespace]) async throws -> [ObjectMeta] {
        let access = OperatorAccess(client: client, binding: operatorBinding)
        var found: [ObjectMeta] = []
        for namespace in namespaces where !namespace.isTerminating {
            guard let store = store(from: namespace, release: nil) else { continue }
            try await access.establish(for: store)
            found += try await releases(in: store.namespace)
        }
        return found
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
