/// Reads everything that the cluster says of a store, when somebody asks.
package protocol StoreInspector: Sendable {
    /// The store's objects with their conditions and reasons, workloads and pods first; with `pod` that pod.
    func descriptions(of store: Store, pod: String?) async throws -> [ObjectDescription]
    /// The store as it's recorded, and its objects as they are in the cluster, as YAML; with `pod` that pod
    /// alone. None that holds a secret.
    func yaml(of store: Store, pod: String?) async throws -> String
}
