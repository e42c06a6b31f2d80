internal import ArgumentParser
internal import Domain
internal import Foundation

struct CancelCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a job.",
        discussion: """
            A job that waits ends at once. A create that has begun is undone, so that nothing of it stays; an upgrade
            that has begun goes back to the release before it. A delete or a rollback that has begun is finished.

            Examples:
              urumi cancel 1f3a
              urumi cancel 1f3a --wait
            """)

    @OptionGroup var target: JobArgument

    @Flag(name: .long, help: "Return when what it began is undone.")
    var wait = false

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global, resumesWork: false)
        try await world.refuseAnotherCluster()
        let found = try await world.job(target.job)
        let job = try await world.database.cancel(found.id, requestedBy: world.workspace.actor)
        guard job.state.isActive else { return try show(job) }
        let launcher = world.workspace.detachedWorkers(
            registry: world.database, arguments: global.arguments)
        guard wait else {
            try await launcher.ensureWorker(cluster: job.cluster)
            Printer.note(
                "what the \(job.kind.rawValue) of \(job.storeName) has begun is being undone; "
                    + "`urumi jobs \(job.storeName)` shows how far it is")
            return try show(job)
        }
        let follower = JobFollower(records: world.database, launcher: launcher)
        let ended = try await Signals.cancelling([SIGINT, SIGTERM, SIGHUP]) { try await follower.follow(job) }
        guard let ended else {
            throw CommandFailure(
                .interrupted, "no longer waiting; job \(job.id.short) is still being cancelled")
        }
        switch ended.state {
        case .cancelled: try show(ended)
        case .failed:
            throw CommandFailure(
                .failed,
                "the \(job.kind.rawValue) of \(job.storeName) failed before it was cancelled: "
                    + (ended.failure?.message ?? "no reason was recorded"))
        default:
            throw CommandFailure(
                .conflict,
                "the \(job.kind.rawValue) of \(job.storeName) was done before it could be cancelled")
        }
    }

    private func show(_ job: Job) throws {
        try output.printer.show(
            JobDocument(job, now: Date()),
            table: {
                let word = job.state == .cancelled ? "cancelled" : "being cancelled"
                return "\(job.kind.rawValue) of \(job.storeName) \(word) (job \(job.id.short))"
            }, name: { "job/\(job.id)" })
    }
}
