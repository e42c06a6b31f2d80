package import Domain
package import Kubernetes

/// Gives urumi's service account its rights in a store's namespace, before anything in there is touched.
package struct OperatorAccess: Sendable {
    private let client: KubernetesClient
    private let binding: OperatorBinding?
    private let clock: any Clock<Duration>

    /// - Parameter binding: nil where urumi acts with its user's own rights; then there's nothing to do.
    package init(
        client: KubernetesClient, binding: OperatorBinding?, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.client = client
        self.binding = binding
        self.clock = clock
    }

    /// Makes or mends the RoleBinding; on return the API server honours it.
    /// - Precondition: the namespace is this store's.
    /// - Throws: `ProvisioningError.operatorRefused` when the rights don't come within some seconds.
    package func establish(for store: Store) async throws {
        guard let binding else { return }
        guard binding.covers(store.namespace) else {
            throw ProvisioningError.outsidePrefix(
                namespace: store.namespace, prefix: binding.namespacePrefix)
        }
        let manifest = binding.manifest(namespace: store.namespace, labels: StoreLabels.common(store))
        do {
            try await apply(manifest, in: store.namespace)
        } catch KubernetesError.invalid {
            // It binds another role, as after the platform was installed under another name; a binding's role
            // can't be changed.
            try await client.delete(.roleBindings, OperatorBinding.name, in: store.namespace)
            try await apply(manifest, in: store.namespace)
        }
        // The API server learns of a binding by a watch of its own.
        for _ in 0..<Self.looks {
            if try await isHonoured(in: store.namespace) { return }
            try await clock.sleep(for: .milliseconds(100))
        }
        throw ProvisioningError.operatorRefused(role: binding.role, namespace: store.namespace)
    }

    private static let looks = 100

    private func apply(_ manifest: JSONValue, in namespace: String) async throws {
        try await client.patch(
            .roleBindings, OperatorBinding.name, .apply(manifest, force: true), in: namespace)
    }

    private func isHonoured(in namespace: String) async throws -> Bool {
        let review: JSONValue = [
            "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
            "spec": [
                "resourceAttributes": [
                    "namespace": .string(namespace), "verb": "create", "resource": "secrets",
                ]
            ],
        ]
        let answer = try await client.create(.selfSubjectAccessReviews, review)
        return answer[path: "status", "allowed"]?.bool ?? false
    }
}

extension ResourceEndpoint {
    fileprivate static var roleBindings: Self {
        Self(group: "rbac.authorization.k8s.io", plural: "rolebindings", kind: "RoleBinding")
    }
    fileprivate static var selfSubjectAccessReviews: Self {
        Self(
            group: "authorization.k8s.io", plural: "selfsubjectaccessreviews",
            kind: "SelfSubjectAccessReview", namespaced: false)
    }
}
