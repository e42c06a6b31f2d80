internal import ArgumentParser
internal import Domain
internal import Foundation

struct JobsCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "List jobs, or follow what one did.",
        discussion: """
            Examples:
              urumi jobs
              urumi jobs shop -o json
              urumi jobs --log 1f3a
            """)

    @Argument(help: "Only this store's jobs.")
    var name: String?

    @Option(name: .long, help: ArgumentHelp("Print the log of this job.", valueName: "job"))
    var log: String?

    @Option(name: .long, help: "At most so many.")
    var limit = 50

    @OptionGroup var output: OutputOptions
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let world = try await OpenWorkspace(global)
        if let log { return try await printLog(log, world) }
        var store: StoreID?
        if let name {
            let all = try await world.database.jobs(cluster: world.cluster.name, store: nil, limit: 10_000)
            store =
                try await world.database.store(named: name, cluster: world.cluster.name)?.id
                ?? all.first { $0.storeName.description == name }?.storeID
            if store == nil { throw DomainError.storeNotFound(name) }
        }
        let jobs = try await world.database.jobs(
            cluster: world.cluster.name, store: store, limit: max(1, limit))
        let now = Date()
        try output.printer.show(
            jobs.map { JobDocument($0, now: now) },
            table: {
                if jobs.isEmpty { return "no jobs in \(world.cluster.name)" }
                var table = TextTable("JOB", "STORE", "KIND", "STATE", "AGE", "STEP")
                for job in jobs {
                    table.add(
                        job.id.short, job.storeName.description, job.kind.rawValue, job.state.rawValue,
                        Age.text(since: job.createdAt, now: now), Self.step(job, now))
                }
                return table.text
            }, name: { jobs.map { "job/\($0.id)" }.joined(separator: "\n") })
    }

    private static func step(_ job: Job, _ now: Date) -> String {
        if let failure = job.failure, !job.state.isActive { return failure.message }
        guard let step = job.currentStep else {
            let done = job.steps.count { $0.state == .succeeded || $0.state == .skipped }
            return "\(done)/\(job.steps.count) steps"
        }
        let elapsed =
            step.elapsed(at: now).map {
                " (\(Int($0)) s, usually \(step.name.usual(in: job.kind).components.seconds) s)"
            } ?? ""
        return "\(step.name.rawValue)\(step.detail.isEmpty ? "" : ": " + step.detail)\(elapsed)"
    }

    private func printLog(_ id: String, _ world: OpenWorkspace) async throws {
        guard let job = try await world.database.job(prefix: id) else { throw DomainError.jobNotFound(id) }
        let lines = try await world.database.log(of: job.id, lines: 1_000)
        Printer.out(lines.joined(separator: "\n"))
    }
}
