internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Provisioning

struct AdoptCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Take in stores that the cluster has and the records lack.",
        discussion: """
            Rebuilds what is known of stores from their namespaces, as after the loss of the database. What is
            recorded already stays as it is. Where the context leads to a new cluster in place of one that is gone
            for good, --new-cluster forgets that one's stores first; nothing is done to any cluster.

            Examples:
              urumi adopt
              urumi adopt --new-cluster --yes
            """)

    @Flag(
        name: .customLong("new-cluster"),
        help: "The context leads to a new cluster: forget the stores of the one before.")
    var newCluster = false

    @Flag(name: .long, help: "Don't ask.")
    var yes = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global)
        if newCluster { try await forget(world) }
        let (adopted, found) = try await world.adopt(requestedBy: world.workspace.actor)
        try output.printer.show(
            adopted.map { StoreDocument($0) },
            table: {
                adopted.isEmpty
                    ? "nothing to take in: all \(found.count) stores of \(world.cluster.name) are known"
                    : adopted.map { "\($0.name) taken in (\($0.status.phase.rawValue))" }.joined(
                        separator: "\n")
            }, name: { adopted.map { "store/\($0.name)" }.joined(separator: "\n") })
    }

    private func forget(_ world: OpenWorkspace) async throws {
        try await world.cluster.requireReachable()
        do {
            try await world.identity.check()
            Printer.note("\(world.cluster.name) leads to the same cluster as ever; nothing is forgotten")
            return
        } catch is DomainError {}
        if !yes {
            guard isatty(STDIN_FILENO) == 1 else {
                throw CommandFailure(.wrongUsage, "nobody can be asked here; add --yes to forget the stores")
            }
            let stores = try await world.database.stores(cluster: world.cluster.name)
            Printer.note(
                "These stores are forgotten, wherever they may be: "
                    + stores.map(\.name.description).joined(separator: ", "))
            FileHandle.standardError.write(Data("Type the context's name to go on: ".utf8))
            guard readLine() == world.cluster.name else {
                throw CommandFailure(.failed, "that isn't its name; nothing was forgotten")
            }
        }
        let forgotten = try await world.identity.replace(requestedBy: world.workspace.actor)
        for store in forgotten { Printer.note("\(store.name) forgotten") }
    }
}
