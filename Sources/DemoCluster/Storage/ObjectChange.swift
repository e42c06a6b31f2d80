package import Kubernetes

/// One change of one stored object, in the order in which the changes happened.
package struct ObjectChange: Sendable {
    package enum Operation: String, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    package let operation: Operation
    package let key: ObjectKey
    /// The object after the change; of a deletion its last state, with the deletion's resourceVersion.
    package let object: JSONValue
    /// The object before the change; nil when it was added.
    package let previous: JSONValue?
    package let resourceVersion: UInt64
}
