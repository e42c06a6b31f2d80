internal import ArgumentParser
internal import Domain
internal import Foundation
internal import Helm

struct CreateCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a store.",
        discussion: """
            The store is queued on disk and made in the background, whatever becomes of this command.

            Examples:
              urumi create shop --engine woocommerce
              urumi create shop --engine woocommerce --size medium --host shop.example.org --wait
              urumi --demo create shop --engine woocommerce --wait -o json
            """)

    @OptionGroup var store: StoreArgument

    @Option(name: .long, help: "What the store runs: woocommerce or medusa.")
    var engine: Engine

    @Option(
        name: .long,
        help: ArgumentHelp("A host name it answers to, instead of NAME.BASE_DOMAIN.", valueName: "host"))
    var host: [String] = []

    @Option(name: .long, help: "How much it may use: small, medium or large.")
    var size = StoreSize.small

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A value of the chart, as Helm takes it.", valueName: "key=value"))
    var values: [String] = []

    @Flag(name: .long, help: "Return when the store is ready, or has failed.")
    var wait = false

    @Flag(name: .customLong("dry-run"), help: "Say what would be made, and make nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let name = try StoreName(store.name)
        if let problem = HostName.problem(inAll: host) { throw problem }
        let world = try await OpenWorkspace(global, resumesWork: false)
        let design = StoreDesign(world.workspace)
        var spec = try design.spec(for: name, engine: engine, size: size, hosts: host, overrides: values)
        if dryRun { return try await preview(world.draft(name, spec), world) }
        let helm = try await world.requireTools()
        let report = JobReport(world, output.printer, global)
        report.prepareWorker()
        async let ingressClass = world.ingressClass()
        try await world.rehearse(world.draft(name, spec), by: helm)
        spec.ingressClass = await ingressClass
        let job = try await world.database.enqueue(
            world.request(
                .create(
                    name: name, namespace: design.namespace(of: name), spec: spec,
                    maxStores: world.workspace.maxStores)))
        try await report.finish(job, wait: wait, verb: "create")
    }

    private func preview(_ store: Store, _ world: OpenWorkspace) async throws {
        try await world.rehearse(store, by: world.workspace.helm(for: world.cluster.configuration))
        let (name, spec) = (store.name, store.spec)
        try output.printer.show(
            StoreDocument(store),
            table: {
                """
                would create \(name) in \(world.cluster.name):
                  namespace    \(store.namespace)
                  release      \(name), chart \(spec.engine.rawValue) \(spec.chartVersion), size \(spec.size.rawValue)
                  credentials  Secret \(store.credentialsSecret)
                \(store.urls.map { "  \($0.title.lowercased().padded(to: 11))  \($0.text)" }.joined(separator: "\n"))
                """
            }, name: { "store/\(name)" })
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
