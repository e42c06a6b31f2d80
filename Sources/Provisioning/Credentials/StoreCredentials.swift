package import Domain
package import Kubernetes

/// Reads credentials from their Secret, singly and only when asked; nothing of them is kept.
package struct StoreCredentials: CredentialsReader {
    private let client: KubernetesClient

    package init(client: KubernetesClient) { self.client = client }

    package func credentials(of store: Store) async throws -> [Domain.Credential] {
        let secret = try await client.get(Secret.self, store.credentialsSecret, in: store.namespace)
        return ShownCredentials(of: secret).entries.compactMap { entry in
            guard let value = secret[entry.key] else { return nil }
            return Domain.Credential(
                title: entry.title, key: entry.key, value: SecretText(value), isSecret: entry.isSecret)
        }
    }
}
