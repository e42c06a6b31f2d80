internal import ArgumentParser
internal import Domain

struct AdoptCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Take in stores that the cluster has and the records lack.",
        discussion: """
            Rebuilds what is known of stores from their namespaces, as after the loss of the database. What is
            recorded already stays as it is.

            Example:
              urumi adopt
            """)

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global.workspace())
        let (adopted, found) = try await world.adopt()
        try output.printer.show(
            adopted.map { StoreDocument($0) },
            table: {
                adopted.isEmpty
                    ? "nothing to take in: all \(found.count) stores of \(world.cluster.name) are known"
                    : adopted.map { "\($0.name) taken in (\($0.status.phase.rawValue))" }.joined(
                        separator: "\n")
            }, name: { adopted.map { "store/\($0.name)" }.joined(separator: "\n") })
    }
}
