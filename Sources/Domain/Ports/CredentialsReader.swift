/// Reads a store's credentials from the cluster, singly and only when asked.
package protocol CredentialsReader: Sendable {
    func credentials(of store: Store) async throws -> [Credential]
}
