/// Reads everything that the cluster says of a store, when somebody asks.
package protocol StoreInspector: Sendable {
    /// The store's objects with their conditions and reasons, workloads and pods first.
    func descriptions(of store: Store) async throws -> [ObjectDescription]
    /// The store as it's recorded, and its objects as they are in the cluster, as YAML; none that holds a secret.
    func yaml(of store: Store) async throws -> String
}
