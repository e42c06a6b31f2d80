import Domain
import Helm
import Persistence
import Synchronization
import Testing

@Suite(
    "A worker that is told to end", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing),
    .timeLimit(.minutes(2)))
struct ShutdownTests {
    /// A Helm that goes on until it's let go, whoever wants it to end.
    private final class StubbornHelm: HelmRunning {
        let version = HelmVersion.oldest
        private let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        private let waiting = Mutex<CheckedContinuation<Void, Never>?>(nil)

        func run(
            _ command: HelmCommand, lockFile: String?, within limit: Duration,
            onLine: @escaping @Sendable (HelmOutputLine) -> Void
        ) async throws -> HelmOutput {
            await withCheckedContinuation { continuation in
                waiting.withLock { $0 = continuation }
                begin.yield()
            }
            throw CancellationError()
        }

        func untilBegun() async { _ = await begun.first { _ in true } }

        func letGo() { waiting.withLock { $0.take() }?.resume() }
    }

    @Test("no longer counts as one while it still hands back what runs")
    func presence() async throws {
        try await World.run { world in
            let database = try await world.database()
            let helm = StubbornHelm()
            let job = try await database.enqueue(world.create("shop"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await world.working(on: database, with: helm) {
                        await helm.untilBegun()
                        let counts = try database.hasWorker(cluster: World.cluster)
                        #expect(counts)
                    }
                }
                group.addTask {
                    while true {
                        let isRunning = try await database.job(job.id)?.state == .running
                        if isRunning, try !database.hasWorker(cluster: World.cluster) { break }
                        await Task.yield()
                    }
                    helm.letGo()
                }
                try await group.waitForAll()
            }
            #expect(try await database.job(job.id)?.state.isActive == true)
        }
    }
}
