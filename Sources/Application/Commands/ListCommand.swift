internal import ArgumentParser
internal import Domain
internal import Foundation

struct ListCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the stores.",
        discussion: """
            Health comes from the cluster; when that can't be reached it's unknown, and the records are still shown.

            Examples:
              urumi list
              urumi list -o json
              urumi --demo list -o name
            """, aliases: ["ls"])

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global.workspace())
        await world.resumeWork(global)
        let stores = try await world.database.stores(cluster: world.cluster.name)
        var seen: [String: StoreObservation] = [:]
        if !stores.isEmpty {
            let sight = await world.cluster.observe()
            seen = sight.stores ?? [:]
            if let reason = sight.reason, sight.stores == nil { Printer.note("health is unknown: \(reason)") }
        }
        let documents = stores.map { StoreDocument($0, observation: seen[$0.namespace]) }
        try output.printer.show(
            documents,
            table: {
                if documents.isEmpty {
                    return
                        "no stores in \(world.cluster.name); `urumi create NAME --engine woocommerce` makes one"
                }
                var table = TextTable("NAME", "ENGINE", "STATUS", "HEALTH", "PODS", "AGE", "URL")
                for (store, document) in zip(stores, documents) {
                    let pods = seen[store.namespace]?.pods.filter { $0.condition != .completed } ?? []
                    table.add(
                        document.name, document.engine, document.status, document.health ?? "unknown",
                        seen[store.namespace] == nil
                            ? "-" : "\(pods.count { $0.condition == .ready })/\(pods.count)",
                        Age.text(since: store.status.createdAt, now: Date()), store.urls.first?.text ?? "")
                }
                return table.text
            }, name: { documents.map { "store/\($0.name)" }.joined(separator: "\n") })
    }
}
