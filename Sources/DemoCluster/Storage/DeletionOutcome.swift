package import Kubernetes

/// What a deletion came to.
package struct DeletionOutcome: Sendable {
    /// The object as it was last, or as it is now while something still holds it.
    package let object: JSONValue
    /// Whether it's gone already.
    package let removed: Bool
}
