internal import ArgumentParser
internal import Domain
internal import Foundation

struct AuditCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show who did what, and what came of it, newest first.",
        discussion: """
            The record is only ever added to; it outlives the stores that it tells of.

            Examples:
              urumi audit
              urumi audit --store shop --limit 200
              urumi audit -o json
            """)

    @Option(name: .long, help: ArgumentHelp("Only what was done to this store.", valueName: "name"))
    var store: String?

    @Option(name: .long, help: "At most so many lines.")
    var limit = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit is \(limit); allowed: a number from 1 up") }
    }

    func run() async throws {
        let world = try await OpenWorkspace(global)
        let entries = try await world.database.audit(
            cluster: world.cluster.name, store: store, limit: limit)
        try output.printer.show(
            entries.map { AuditDocument($0) },
            table: {
                if entries.isEmpty {
                    return "nothing was done \(store.map { "to \($0) " } ?? "")in \(world.cluster.name) yet"
                }
                var table = TextTable("WHEN", "WHO", "ACTION", "STORE", "JOB", "OUTCOME", "DETAIL")
                for entry in entries {
                    table.add(
                        entry.at.ISO8601Format(), entry.actor, entry.action, entry.target,
                        entry.job?.short ?? "-", entry.outcome, entry.detail)
                }
                return table.text
            }, name: { entries.compactMap { $0.job.map { "job/\($0)" } }.joined(separator: "\n") })
    }
}
