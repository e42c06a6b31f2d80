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
            let workspace = try global.workspace()
            let access = try ClusterAccess(workspace)
            guard !workspace.options.isDemo else {
                throw CommandFailure(.wrongUsage, "the demo's names are led nowhere; leave out --demo")
            }
            guard let file = HostsFile(ofClusterAt: access.configuration.server) else {
                throw CommandFailure(
                    .failed, "\(access.name) is on another machine; its stores' names need DNS entries")
            }
            let stores = try await workspace.database().stores(cluster: access.name)
            let document = try await Self.sync(stores, with: file)
            try output.printer.show(
                document,
                table: {
                    document.names.isEmpty
                        ? "no store needs /etc/hosts" : document.names.joined(separator: "\n")
                }, name: { document.names.joined(separator: "\n") })
        }

        /// Names that DNS knows stay out, unless they are in the block: then it's the block that knows them.
        static func sync(_ stores: [Store], with names: any HostNames) async throws -> HostsDocument {
            let held = names.names()
            var wanted: [String] = []
            for host in stores.filter({ $0.status.phase != .archived }).flatMap(\.spec.hosts)
            where NameResolution(of: host) == .domain && !wanted.contains(host) {
                if held.contains(host) {
                    wanted.append(host)
                } else if await !names.resolves(host) {
                    wanted.append(host)
                }
            }
            if Set(wanted) != held { try await names.sync(wanted) }
            return HostsDocument(
                names: wanted.sorted(), added: wanted.filter { !held.contains($0) }.sorted(),
                removed: held.subtracting(wanted).sorted())
        }
    }
}

/// What `urumi hosts sync` made of the block.
struct HostsDocument: Codable, Equatable {
    var names: [String]
    var added: [String]
    var removed: [String]
}
