package import Kubernetes

/// Refuses new objects in namespaces that don't exist or are being deleted, and the end of those that the
/// cluster can't do without.
package struct NamespaceLifecycle: AdmissionPlugin {
    private static let lasting: Set = ["default", "kube-system", "kube-public"]

    package init() {}

    package func admit(_ request: AdmissionRequest, view: StoreView) throws(APIFailure) -> JSONValue {
        let key = request.key
        if request.operation == .delete {
            if key.kind == .namespace, Self.lasting.contains(key.name) {
                throw .forbidden(.namespace, key.name, "this namespace may not be deleted")
            }
            return request.object
        }
        guard request.operation == .create, let namespace = key.namespace else { return request.object }
        guard let owner = view.get(ObjectKey(.namespace, namespace: nil, name: namespace)) else {
            throw .notFound(.namespace, namespace)
        }
        if owner.isBeingDeleted {
            throw .forbidden(
                key.kind, key.name,
                "unable to create new content in namespace \(namespace) because it is being terminated",
                causes: [
                    .init(
                        reason: "NamespaceTerminating", message: "namespace \(namespace) is being terminated",
                        field: "metadata.namespace")
                ])
        }
        return request.object
    }
}
