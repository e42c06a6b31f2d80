package import Kubernetes

/// A write that is about to be stored.
package struct AdmissionRequest: Sendable {
    package enum Operation: String, Sendable { case create, update, delete }

    package let operation: Operation
    package let key: ObjectKey
    /// `status`, `scale`, `binding`, `finalize`, …; nil for the object itself.
    package let subresource: String?
    /// The object as it would be stored, defaults filled in; of a deletion the object as it is.
    package var object: JSONValue
    /// The object as it is; nil when it is being created.
    package let previous: JSONValue?
}

/// A rule that may refuse or change a write, such as a quota. It runs inside the store's transaction, so
/// what it reads through the view can't change before the write is stored; it must not call the store.
package protocol AdmissionPlugin: Sendable {
    /// The object to store, changed or not.
    func admit(_ request: AdmissionRequest, view: StoreView) throws(APIFailure) -> JSONValue
}
