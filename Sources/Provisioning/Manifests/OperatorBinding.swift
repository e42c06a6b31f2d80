internal import Kubernetes

/// The ClusterRole that urumi's own service account is bound to in each store's namespace, where it may do
/// nearly nothing cluster-wide. The chart `platform` makes the role and says its name.
package struct OperatorBinding: Hashable, Sendable {
    package let role: String
    /// The service account and its namespace.
    package let account: String
    package let accountNamespace: String
    /// What the names of the stores' namespaces begin with; the account has no business in others.
    package let namespacePrefix: String

    package init(role: String, account: String, accountNamespace: String, namespacePrefix: String = "") {
        self.role = role
        self.account = account
        self.accountNamespace = accountNamespace
        self.namespacePrefix = namespacePrefix
    }

    /// From `URUMI_OPERATOR_ROLE`, `URUMI_SERVICE_ACCOUNT` (NAMESPACE/NAME) and `NAMESPACE_PREFIX`; nil where the role is unset, as
    /// everywhere but in a cluster.
    /// - Throws: `ProvisioningError.wrongServiceAccount` for an account that isn't written so.
    package static func of(environment: [String: String]) throws(ProvisioningError) -> OperatorBinding? {
        guard let role = environment["URUMI_OPERATOR_ROLE"], !role.isEmpty else { return nil }
        let text = environment["URUMI_SERVICE_ACCOUNT"] ?? ""
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        guard parts.count == 2, !parts.contains("") else { throw .wrongServiceAccount(text) }
        return OperatorBinding(
            role: role, account: parts[1], accountNamespace: parts[0],
            namespacePrefix: environment["NAMESPACE_PREFIX"] ?? "")
    }

    /// Whether urumi may be given rights in that namespace.
    package func covers(_ namespace: String) -> Bool { namespace.hasPrefix(namespacePrefix) }

    /// The RoleBinding's name; the service account may change no other.
    package static let name = "urumi-operator"

    /// The RoleBinding in a store's namespace.
    func manifest(namespace: String, labels: [String: JSONValue]) -> JSONValue {
        [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": [
                "name": .string(Self.name), "namespace": .string(namespace), "labels": .object(labels),
            ],
            "roleRef": [
                "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": .string(role),
            ],
            "subjects": [
                [
                    "kind": "ServiceAccount", "name": .string(account),
                    "namespace": .string(accountNamespace),
                ]
            ],
        ]
    }
}
