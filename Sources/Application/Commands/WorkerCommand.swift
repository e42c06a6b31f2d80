internal import ArgumentParser
internal import Domain
internal import Kubernetes
internal import Provisioning

struct WorkerCommand: UrumiCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Do the queued jobs.",
        discussion: """
            The dashboard and the commands start one by themselves when there's something to do; run it yourself
            under a service manager, or see `urumi serve`.

            Examples:
              urumi worker
              urumi worker --until-idle
            """)

    @Flag(name: .customLong("until-idle"), help: "End once nothing is left to do.")
    var untilIdle = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let workspace = try global.workspace()
        let access = try ClusterAccess(workspace)
        let records = try await workspace.database()
        let (worker, observer) = try await workspace.worker(
            on: access.configuration, client: access.client, records: records)
        let stay: Worker.Stay = untilIdle ? .untilIdle(linger: .seconds(5)) : .untilCancelled
        _ = try await Signals.cancelling {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { await observer.run() }
                group.addTask { await workspace.keepRecords(of: access, in: records) }
                try await worker.run(stay)
                group.cancelAll()
            }
        }
        await access.client.shutdown()
    }
}
