internal import ArgumentParser
internal import Domain
internal import Provisioning

struct CredentialsCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "credentials", abstract: "Show what a store's owner signs in with.",
        discussion: """
            They're read from the cluster when asked for and kept nowhere else.

            Examples:
              urumi credentials shop
              urumi credentials shop -o json
            """)

    private struct Document: Codable {
        var title: String
        var key: String
        var value: String
    }

    @OptionGroup var store: StoreArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global)
        let store = try await world.store(self.store.name)
        let credentials = try await StoreCredentials(client: world.cluster.client).credentials(of: store)
        try output.printer.show(
            credentials.map { Document(title: $0.title, key: $0.key, value: $0.value.reveal()) },
            table: {
                var table = TextTable("WHAT", "VALUE")
                for credential in credentials { table.add(credential.title, credential.value.reveal()) }
                return table.text
            }, name: { credentials.map(\.key).joined(separator: "\n") })
    }
}
