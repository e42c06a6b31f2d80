internal import ArgumentParser
internal import Domain
internal import Foundation

struct DeleteCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a store, with or without its data.",
        discussion: """
            On a terminal it asks for the store's name; elsewhere --yes is needed. What runs on the store is
            cancelled first.

            Examples:
              urumi delete shop
              urumi delete shop --yes --wait
              urumi delete shop --keep-data
            """)

    @OptionGroup var store: StoreArgument

    @Flag(
        name: .customLong("keep-data"),
        help: "Keep namespace, volumes and credentials, for the name to be created again.")
    var keepData = false

    @Flag(name: .long, help: "Don't ask.")
    var yes = false

    @Flag(name: .long, help: "Return when it's gone.")
    var wait = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global, resumesWork: false)
        let target = try await world.store(store.name)
        try await world.refuseAnotherCluster()
        if !yes { try confirm(target) }
        // By id: should the name by now belong to another store, that one stays.
        let job = try await world.database.enqueue(world.request(.delete(target.id, keepsData: keepData)))
        try await JobReport(world, output.printer, global).finish(job, wait: wait, verb: "delete")
    }

    private func confirm(_ target: Store) throws {
        guard isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(.wrongUsage, "nobody can be asked here; add --yes to delete \(target.name)")
        }
        Printer.note(
            keepData
                ? "This removes \(target.name)'s workloads from \(target.cluster) and keeps its volumes and credentials."
                : "This deletes \(target.name) from \(target.cluster): namespace \(target.namespace) with its volumes, "
                    + "orders, products and credentials.")
        FileHandle.standardError.write(Data("Type the store's name to go on: ".utf8))
        guard readLine() == target.name.description else {
            throw CommandFailure(.failed, "that isn't its name; nothing was deleted")
        }
    }
}
