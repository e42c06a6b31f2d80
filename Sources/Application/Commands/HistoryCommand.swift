internal import ArgumentParser
internal import Domain
internal import Foundation

struct HistoryCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Show the revisions of a store's release, newest first.",
        discussion: """
            Examples:
              urumi history shop
              urumi history shop --diff 3           what revision 3 changed
              urumi history shop --diff 3 --to 1    what going from 3 back to 1 would change
              urumi history shop -o json
            """)

    @OptionGroup var store: StoreArgument

    @Option(
        name: .long,
        help: ArgumentHelp("Show what this revision changed against the one before.", valueName: "revision"))
    var diff: Int?

    @Option(
        name: .long,
        help: ArgumentHelp("With --diff: the revision to compare that one with.", valueName: "revision"))
    var to: Int?

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if to != nil, diff == nil { throw ValidationError("--to needs --diff: the revision to compare from") }
    }

    func run() async throws {
        let world = try await OpenWorkspace(global)
        let store = try await world.store(self.store.name)
        let releases = ClusterReleases(world)
        let revisions = try await releases.revisions(of: store)
        if let diff { return try await showDifference(diff, revisions, store, releases) }
        try output.printer.show(
            revisions.map { RevisionDocument($0) },
            table: {
                if revisions.isEmpty { return "there is no release of \(store.name) in \(store.namespace)" }
                var table = TextTable("REVISION", "STATE", "UPDATED", "CHART", "JOB", "DESCRIPTION")
                for revision in revisions {
                    table.add(
                        "\(revision.revision)", revision.state.rawValue,
                        revision.updatedAt.map { Age.text(since: $0, now: Date()) } ?? "-",
                        "\(revision.chart) \(revision.chartVersion)",
                        revision.operation?.short ?? "outside", revision.description)
                }
                return table.text
            }, name: { revisions.map { "revision/\($0.revision)" }.joined(separator: "\n") })
    }

    private func showDifference(
        _ revision: Int, _ revisions: [ReleaseRevision], _ store: Store, _ releases: any ReleaseReader
    ) async throws {
        let known = revisions.map(\.revision)
        let before = known.filter { $0 < revision }.max()
        for wanted in [revision, to].compactMap({ $0 }) where !known.contains(wanted) {
            throw CommandFailure(
                .notFound,
                "\(store.name) has no revision \(wanted); `urumi history \(store.name)` shows those there are"
            )
        }
        let (older, newer) = (to == nil ? before : revision, to ?? revision)
        guard let older else {
            throw CommandFailure(
                .notFound, "nothing is kept of a revision before \(revision) of \(store.name)")
        }
        let difference = try await releases.difference(of: store, from: older, to: newer)
        try output.printer.show(
            PreviewDocument(difference),
            table: {
                difference.isEmpty
                    ? "revisions \(older) and \(newer) are the same" : PreviewText.text(difference)
            }, name: { difference.objects.map(\.object).joined(separator: "\n") })
    }
}
