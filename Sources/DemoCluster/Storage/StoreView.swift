package import Kubernetes

/// The stored objects at one moment, for reading.
package struct StoreView: Sendable {
    let objects: ObjectTable
    /// The resourceVersion of the last change in it.
    package let resourceVersion: UInt64
    /// The moment of the write that the view was made for.
    package let now: String

    package func get(_ key: ObjectKey) -> JSONValue? { objects[key] }

    /// The objects of a kind, in one namespace or in all of them, in no order.
    package func list(_ kind: ResourceKind, namespace: String? = nil) -> [JSONValue] {
        objects.list(kind, namespace: namespace)
    }
}
