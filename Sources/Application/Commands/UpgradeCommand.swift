internal import ArgumentParser
internal import Dashboard
internal import Domain
internal import Foundation

struct UpgradeCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "upgrade", abstract: "Change a store: its size, its hosts, its values, its chart.",
        discussion: """
            What was asked for before is remembered and stays as it is; the chart is taken as it is now. When the new
            release doesn't come up, the store goes back to the one before by itself, unless its database was changed.

            Examples:
              urumi upgrade shop --dry-run
              urumi upgrade shop --size medium --wait
              urumi upgrade shop --set web.replicas=2 --unset php.memoryLimit
            """)

    @OptionGroup var store: StoreArgument

    @Option(name: .long, help: "How much it may use from now on: small, medium or large.")
    var size: StoreSize?

    @Option(
        name: .long,
        help: ArgumentHelp("A host name it answers to, instead of those it has.", valueName: "host"))
    var host: [String] = []

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A value of the chart, as Helm takes it.", valueName: "key=value"))
    var values: [String] = []

    @Option(
        name: .customLong("unset"),
        help: ArgumentHelp("A value set before, to be the chart's own again.", valueName: "key"))
    var unset: [String] = []

    @Flag(name: .long, help: "Do it even where nothing would change.")
    var force = false

    @Flag(name: .long, help: "Return when it's done, or has failed.")
    var wait = false

    @Flag(name: .customLong("dry-run"), help: "Show what would change, and change nothing.")
    var dryRun = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        if let problem = HostName.problem(inAll: host) { throw problem }
        let world = try await OpenWorkspace(global, resumesWork: false)
        let store = try await world.store(self.store.name)
        let spec = try StoreDesign(world.workspace)
            .spec(of: store, size: size, hosts: host, setting: values, unsetting: unset)
        let difference = SpecDifference(from: store.spec, to: spec)
        if dryRun { return try await preview(store, spec, difference, world) }
        // What differs in the cluster alone is put right by an upgrade that wants nothing new.
        let drifts = difference.isEmpty && !force ? await world.drifts(of: store) : []
        if difference.isEmpty, drifts.isEmpty, store.status.phase == .ready, !force {
            Printer.note("nothing to change: \(store.name) is as wanted; --force upgrades it all the same")
            return try output.printer.show(
                StoreDocument(store), table: { "\(store.name) is \(store.status.phase.rawValue)" },
                name: { "store/\(store.name)" })
        }
        let helm = try await world.requireTools()
        var wanted = store
        wanted.spec = spec
        let report = JobReport(world, output.printer, global)
        report.prepareWorker()
        try await world.rehearse(wanted, by: helm)
        let job = try await world.database.enqueue(world.request(.upgrade(store.id, spec: spec)))
        for drift in drifts { Printer.note("  \(drift.title): \(drift.explanation)") }
        for change in difference.changes { Printer.note("  \(change)") }
        try await report.finish(job, wait: wait, verb: "upgrade")
    }

    private func preview(
        _ store: Store, _ spec: StoreSpec, _ difference: SpecDifference, _ world: OpenWorkspace
    ) async throws {
        let preview = try await ClusterReleases(world).preview(of: store, upgradedTo: spec)
        try output.printer.show(
            PreviewDocument(preview, wishes: difference),
            table: {
                if difference.isEmpty, preview.isEmpty {
                    return "nothing would change: \(store.name) is as wanted"
                }
                let wishes = difference.changes.map { "  \($0)" }
                return
                    (["would upgrade \(store.name) in \(world.cluster.name):"] + wishes
                    + [PreviewText.text(preview)]).joined(separator: "\n")
            }, name: { preview.objects.map(\.object).joined(separator: "\n") })
    }
}
