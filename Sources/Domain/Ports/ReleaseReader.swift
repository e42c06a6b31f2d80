/// Reads what the cluster keeps of a store's release.
package protocol ReleaseReader: Sendable {
    /// The release's revisions, newest first; empty where there's no release.
    func revisions(of store: Store) async throws -> [ReleaseRevision]
    /// What bringing `store` to `spec` would change.
    func preview(of store: Store, upgradedTo spec: StoreSpec) async throws -> UpgradePreview
    /// What differs from revision `older` to revision `newer`.
    func difference(of store: Store, from older: Int, to newer: Int) async throws -> UpgradePreview
}
