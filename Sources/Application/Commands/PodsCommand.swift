internal import ArgumentParser
internal import Domain
internal import Foundation

struct PodsCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "pods", abstract: "List a store's pods.",
        discussion: """
            Examples:
              urumi pods shop
              urumi pods shop -o json
            """)

    @OptionGroup var store: StoreArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global)
        let store = try await world.store(self.store.name)
        let sight = await world.observe()
        guard let stores = sight.stores else {
            throw CommandFailure(.unreachable, sight.reason ?? "the cluster can't be reached")
        }
        let pods = stores[store.namespace]?.pods ?? []
        try output.printer.show(
            pods.map { PodDocument($0) },
            table: {
                if pods.isEmpty { return "\(store.name) has no pods" }
                var table = TextTable("NAME", "READY", "STATUS", "RESTARTS", "AGE", "NODE")
                for pod in pods {
                    table.add(
                        pod.name, "\(pod.readyContainers)/\(pod.containers)", pod.reason, "\(pod.restarts)",
                        pod.startedAt.map { Age.text(since: $0, now: Date()) } ?? "-", pod.node)
                }
                return table.text
            }, name: { pods.map { "pod/\($0.name)" }.joined(separator: "\n") })
    }
}
