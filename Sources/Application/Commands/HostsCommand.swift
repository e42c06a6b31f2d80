internal import ArgumentParser
internal import Domain
internal import Kubernetes
internal import Provisioning

struct HostsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hosts", abstract: "Lead the stores' names to this machine by /etc/hosts.",
        discussion: """
            Only where BASE_DOMAIN needs it: not for localhost, *.nip.io and the like, nor where DNS knows the names.
            scripts/setup-hosts-manager.sh installs what is allowed to write the file.
            """, subcommands: [Sync.self])

    struct Sync: UrumiCommand {
        static let configuration = CommandConfiguration(
            commandName: "sync",
            abstract: "Make urumi's block of /etc/hosts hold the names of the stores there are.",
            discussion: """
                Example:
                  urumi hosts sync
                """)

        @OptionGroup var output: OutputOptions
        @OptionGroup var global: GlobalOptions

        func run() async throws {
            guard !global.demo else {
                throw CommandFailure(.wrongUsage, "the demo's names are led nowhere; leave out --demo")
            }
            let world = try await OpenWorkspace(global)
            guard let file = HostsFile(ofClusterAt: world.cluster.configuration.server) else {
                throw CommandFailure(
                    .failed,
                    "\(world.cluster.name) is on another machine; its stores' names need DNS entries")
            }
            // Names of stores that aren't recorded any more would be taken for nobody's.
            if let recovery = world.recovery, !recovery.isWhole {
                throw CommandFailure(.failed, "/etc/hosts was not changed: \(recovery)")
            }
            let stores = try await world.database.stores(cluster: world.cluster.name)
            let plan = await HostsPlan(for: stores, with: file)
            try await plan.carryOut(
                with: file, in: world.cluster.name, requestedBy: world.workspace.actor, told: world.database)
            let document = HostsDocument(names: plan.names, added: plan.added, removed: plan.removed)
            try output.printer.show(
                document,
                table: {
                    document.names.isEmpty
                        ? "no store needs /etc/hosts" : document.names.joined(separator: "\n")
                }, name: { document.names.joined(separator: "\n") })
        }
    }
}

/// What `urumi hosts sync` made of the block.
struct HostsDocument: Codable, Equatable {
    var names: [String]
    var added: [String]
    var removed: [String]
}
