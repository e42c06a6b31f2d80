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
        let world = try await OpenWorkspace(global)
        let stores = try await world.database.stores(cluster: world.cluster.name)
        // Where nothing is recorded, it's only asked whether the cluster knows better.
        let sight = await world.observe(within: .seconds(stores.isEmpty ? 3 : 10))
        let seen = sight.stores ?? [:]
        if let reason = sight.reason, sight.stores == nil, !stores.isEmpty {
            Printer.note("health is unknown: \(reason)")
        }
        tellUnknown(seen, recorded: stores, in: world.cluster.name)
        // Releases aren't looked at here, as that takes a request a store; `show` does.
        let documents = stores.map { store in
            let observation = seen[store.namespace]
            let drifts = sight.stores == nil ? nil : store.drifts(seen: observation)
            return StoreDocument(store, observation: observation, drifts: drifts)
        }
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
                let drifts = documents.flatMap { document in
                    (document.drift ?? []).map { "\(document.name): \($0.explanation); \($0.remedy)" }
                }
                return ([table.text] + (drifts.isEmpty ? [] : [""] + drifts)).joined(separator: "\n")
            }, name: { documents.map { "store/\($0.name)" }.joined(separator: "\n") })
    }

    /// Tells of stores that the cluster has and the records lack.
    private func tellUnknown(_ seen: [String: StoreObservation], recorded: [Store], in cluster: String) {
        let ids = Set(recorded.map(\.id))
        let count = seen.values.count {
            $0.namespaceState == .active && $0.storeID.map { !ids.contains($0) } ?? false
        }
        if count == 0 { return }
        Printer.note(
            "\(count) store\(count == 1 ? " is" : "s are") in \(cluster) but not in the records; `urumi adopt` takes "
                + "\(count == 1 ? "it" : "them") in")
    }
}
