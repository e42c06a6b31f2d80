internal import Domain
internal import Foundation

/// Sees to a worker for the job that a command enqueues, waits for its end if asked to, and says what came of it.
struct JobReport: Sendable {
    private let world: OpenWorkspace
    private let printer: Printer
    private let launcher: any WorkerLauncher

    init(_ world: OpenWorkspace, _ printer: Printer, _ global: GlobalOptions) {
        self.world = world
        self.printer = printer
        launcher = world.workspace.detachedWorkers(registry: world.database, arguments: global.arguments)
    }

    /// Has a worker come up while what is asked for is still looked over.
    func prepareWorker() { launcher.prepareWorker(cluster: world.cluster.name) }

    /// - Throws: `CommandFailure` when the job was waited for and failed.
    func finish(_ job: Job, wait: Bool, verb: String) async throws {
        guard wait else {
            // It's accepted whatever becomes of a worker, so that is said first.
            try await show(job)
            Printer.note(
                "\(verb) of \(job.storeName) queued as job \(job.id.short); `urumi jobs \(job.storeName)` shows how far it is"
            )
            do {
                try await launcher.ensureWorker(cluster: job.cluster)
            } catch {
                // One that was killed at its start is replaced; a second failure is the installation's.
                try await launcher.ensureWorker(cluster: job.cluster)
            }
            return
        }
        Printer.note("\(verb) of \(job.storeName) queued as job \(job.id.short)")
        let follower = JobFollower(records: world.database, launcher: launcher)
        let ended = try await Signals.cancelling([SIGINT, SIGTERM, SIGHUP]) { try await follower.follow(job) }
        guard let ended else {
            throw CommandFailure(
                .interrupted,
                "no longer waiting; the \(verb) of \(job.storeName) goes on in the background as job \(job.id.short)"
            )
        }
        switch ended.state {
        case .succeeded: try await show(ended)
        case .cancelled:
            try showEnd(of: ended)
            throw CommandFailure(
                .failed, "the \(verb) of \(job.storeName) was cancelled (job \(job.id.short))")
        default:
            try showEnd(of: ended)
            throw CommandFailure(
                .failed,
                "the \(verb) of \(job.storeName) failed: \(ended.failure?.message ?? "no reason was recorded")"
            )
        }
    }

    /// What didn't come about has no result for people, but programs are told how it ended.
    private func showEnd(of job: Job) throws {
        guard printer.format == .json || printer.format == .yaml else { return }
        try printer.show(JobDocument(job, now: Date()), table: { "" }, name: { "" })
    }

    private func show(_ job: Job) async throws {
        guard let store = try await world.database.store(job.storeID) else { return }
        let isGone = job.kind == .delete && job.state == .succeeded
        var document = StoreDocument(store, job: job.id)
        if isGone { document.status = job.parameters.keepsData ? "archived" : "deleted" }
        try printer.show(
            document,
            table: {
                if isGone { return "\(store.name) \(job.parameters.keepsData ? "archived" : "deleted")" }
                guard job.state == .succeeded else { return "store/\(store.name) \(document.status)" }
                return
                    (["\(store.name) is \(document.status)"] + store.urls.map { "  \($0.title)  \($0.text)" })
                    .joined(separator: "\n")
            }, name: { "store/\(store.name)" })
    }
}
