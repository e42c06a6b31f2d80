/// What is recorded of the stores. Stores that were deleted are no longer among them.
package protocol StoreRepository: Sendable {
    /// The open stores of `cluster`, by name.
    func stores(cluster: String) async throws -> [Store]
    /// The open store of that name, or nil.
    func store(named name: String, cluster: String) async throws -> Store?
    /// The store of that id, open or not, or nil.
    func store(_ id: StoreID) async throws -> Store?
    /// Takes in stores found in the cluster that the record lacks, or has as deleted before they were found
    /// (their `updatedAt`); open ones known by id, name or namespace stay as they are. Returns those taken in.
    func adopt(_ stores: [Store], requestedBy actor: String) async throws -> [Store]
    /// A wake after each change by any process, and one at once; several changes may share a wake.
    func changes() -> AsyncStream<Void>
}
