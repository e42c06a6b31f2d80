internal import ArgumentParser
internal import Domain
internal import Foundation

struct RollbackCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Go back to an earlier revision of a store.",
        discussion: """
            Without a revision it goes back to the one that was in force before. Data stays as it is: a database that a
            newer version has changed isn't changed back.

            Examples:
              urumi history shop
              urumi rollback shop --wait
              urumi rollback shop 3
            """)

    @OptionGroup var store: StoreArgument

    @Argument(help: "The revision to go back to, as `urumi history` numbers them.")
    var revision: Int?

    @Flag(name: .long, help: "Return when it's done, or has failed.")
    var wait = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let revision, revision < 1 {
            throw ValidationError("the revision is \(revision); allowed: a number from 1 up")
        }
    }

    func run() async throws {
        let world = try await OpenWorkspace(global, resumesWork: false)
        let store = try await world.store(self.store.name)
        try await world.requireTools()
        let revisions = try await ClusterReleases(world).revisions(of: store)
        if let revision, !revisions.isEmpty, !revisions.contains(where: { $0.revision == revision }) {
            throw CommandFailure(
                .notFound,
                "\(store.name) has no revision \(revision); `urumi history \(store.name)` shows those there are"
            )
        }
        let deployed = revisions.first { $0.state == .deployed }?.revision
        let hasEarlier = revisions.contains { $0.state == .superseded && $0.revision != deployed }
        if revision == nil, !revisions.isEmpty, !hasEarlier {
            throw CommandFailure(
                .notFound, "\(store.name) has no earlier revision to go back to")
        }
        await warn(store, revisions, world)
        let job = try await world.database.enqueue(world.request(.rollback(store.id, revision: revision)))
        try await JobReport(world, output.printer, global).finish(job, wait: wait, verb: "rollback")
    }

    /// Says so where the database may have been changed since the revision that is gone back to.
    private func warn(_ store: Store, _ revisions: [ReleaseRevision], _ world: OpenWorkspace) async {
        guard let deployed = revisions.first(where: { $0.state == .deployed })?.revision,
            let wanted = revision ?? revisions.first(where: { $0.state == .superseded })?.revision,
            let difference = try? await ClusterReleases(world)
                .difference(of: store, from: deployed, to: wanted),
            difference.schemaChanges
        else { return }
        Printer.note(
            "the database's schema may have changed since revision \(wanted); old code on a new schema can fail"
        )
    }
}
