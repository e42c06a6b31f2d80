internal import ArgumentParser
internal import Domain

/// A command of `urumi`.
protocol UrumiCommand: AsyncParsableCommand {
    var global: GlobalOptions { get }
}

/// A world with its cluster named and its database open, as most commands need it.
struct OpenWorkspace: Sendable {
    let workspace: Workspace
    let cluster: ClusterAccess
    let database: any Records

    init(_ workspace: Workspace) async throws {
        self.workspace = workspace
        cluster = try ClusterAccess(workspace)
        database = try await workspace.database()
    }

    /// The open store of that name.
    func store(_ name: String) async throws -> Store {
        guard let store = try await database.store(named: name, cluster: cluster.name) else {
            throw DomainError.storeNotFound(name)
        }
        return store
    }
}
