internal import ArgumentParser
internal import Domain
internal import Foundation

struct ShowCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a store: status, addresses, workloads, volumes, quota.",
        discussion: """
            Examples:
              urumi show shop
              urumi show shop -o yaml
            """)

    @OptionGroup var store: StoreArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global)
        let store = try await world.store(self.store.name)
        let sight = await world.observe()
        if let reason = sight.reason, sight.stores == nil { Printer.note("health is unknown: \(reason)") }
        let observation = sight.stores?[store.namespace]
        let drifts = sight.stores == nil ? nil : await world.drifts(of: store, seen: observation)
        let document = StoreDocument(store, observation: observation, drifts: drifts)
        let shown = ShownStoreDocument(
            store: document, sight: StoreSightDocument(store, observation, isSeen: sight.stores != nil))
        try output.printer.show(
            shown, table: { Self.text(store, document, observation) }, name: { "store/\(store.name)" })
    }

    private static func text(_ store: Store, _ document: StoreDocument, _ seen: StoreObservation?) -> String {
        var table = TextTable("NAME", document.name)
        table.add(
            "Engine", "\(store.spec.engine.title), chart \(store.spec.chartVersion), size \(document.size)")
        table.add("Status", document.status + (document.error.map { ": \($0)" } ?? ""))
        table.add("Health", (document.health ?? "unknown") + (document.problem.map { ": \($0)" } ?? ""))
        for drift in document.drift ?? [] {
            table.add("Drift", "\(drift.title): \(drift.explanation)")
            table.add("", drift.remedy)
        }
        table.add("Cluster", document.cluster)
        table.add("Namespace", document.namespace + ending(seen))
        table.add("Revision", document.revision.map(String.init) ?? "-")
        for value in store.spec.overrides { table.add("Value", value) }
        for url in store.urls { table.add(url.title, url.text) }
        for workload in seen?.workloads ?? [] {
            table.add(
                workload.kind.rawValue,
                "\(workload.name) \(workload.ready)/\(workload.wanted)"
                    + (workload.failure.map { " \($0)" } ?? ""))
        }
        for volume in seen?.volumes ?? [] {
            table.add("Volume", "\(volume.name) \(volume.phase) \(volume.capacity)")
        }
        for line in seen?.quota ?? [] { table.add("Quota", "\(line.resource) \(line.used) of \(line.hard)") }
        return table.text
    }

    private static func ending(_ seen: StoreObservation?) -> String {
        guard case .terminating(let message) = seen?.namespaceState else { return "" }
        return message.isEmpty ? ", being deleted" : ", being deleted: \(message)"
    }
}
