package import Domain
package import Foundation
package import Kubernetes

/// Rebuilds the records of stores from what their namespaces carry, as after the loss of the database.
package struct Adoption: Sendable {
    private let client: KubernetesClient
    private let cluster: String
    private let operatorBinding: OperatorBinding?
    private let now: @Sendable () -> Date

    /// How many namespaces are read at a time where they have to be read one by one.
    private static let atATime = 8

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
        // As of before anything is read, so that a record closed since isn't older than what is found.
        let start = now()
        let selection = Selection(labels: Ownership.storeLabel)
        let found = try await client.list(Namespace.self, ListOptions(selection, limit: 500)).items.compactMap
        {
            AdoptedNamespace($0, cluster: cluster, now: start)
        }
        .filter { operatorBinding?.covers($0.key.namespace) ?? true }
        let records = try await releases(of: found)
        return found.map { namespace in
            namespace.store(
                release: ReleaseHistory(secrets: records[namespace.key] ?? []), cluster: cluster, now: start)
        }
    }

    /// Helm's records by namespace and release: all at once where that's allowed, otherwise one by one.
    private func releases(
        of namespaces: [AdoptedNamespace]
    ) async throws -> [AdoptedNamespace.Key: [ObjectMeta]] {
        var secrets: [ObjectMeta]
        do {
            guard operatorBinding == nil else { throw Scattered() }
            secrets = try await records(in: nil)
        } catch let error as KubernetesError {
            guard case .forbidden = error else { throw error }
            secrets = try await oneByOne(namespaces)
        } catch is Scattered {
            secrets = try await oneByOne(namespaces)
        }
        return Dictionary(grouping: secrets) {
            AdoptedNamespace.Key(namespace: $0.namespace ?? "", release: $0.labels["name"] ?? "")
        }
    }

    private struct Scattered: Error {}

    private func oneByOne(_ namespaces: [AdoptedNamespace]) async throws -> [ObjectMeta] {
        let access = OperatorAccess(client: client, binding: operatorBinding)
        return try await withThrowingTaskGroup(of: [ObjectMeta].self) { group in
            var found: [ObjectMeta] = []
            for (number, namespace) in namespaces.filter({ !$0.isTerminating }).enumerated() {
                if number >= Self.atATime, let next = try await group.next() { found += next }
                group.addTask {
                    try await access.establish(for: namespace.bare)
                    return try await records(in: namespace.key.namespace)
                }
            }
            for try await next in group { found += next }
            return found
        }
    }

    private func records(in namespace: String?) async throws -> [ObjectMeta] {
        try await client.listMetadata(
            .secrets, in: namespace, ListOptions(Selection(labels: "owner=helm"), limit: 500)
        ).items
    }
}
