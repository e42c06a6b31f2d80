internal import ArgumentParser
internal import Domain

struct RetryCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try a failed job again.",
        discussion: """
            The same operation goes on from what the cluster shows of it, with all its attempts before it. A job that
            waits for its next attempt begins at once.

            Examples:
              urumi retry 1f3a
              urumi retry 1f3a --wait
            """)

    @OptionGroup var target: JobArgument

    @Flag(name: .long, help: "Return when it's done, or has failed again.")
    var wait = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global, resumesWork: false)
        try await world.refuseAnotherCluster()
        let found = try await world.job(target.job)
        let job = try await world.database.retry(found.id, requestedBy: world.workspace.actor)
        try await JobReport(world, output.printer, global).finish(job, wait: wait, verb: job.kind.rawValue)
    }
}
