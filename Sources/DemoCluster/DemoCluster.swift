package import Foundation

/// A whole Kubernetes cluster in one process: an API server on loopback, and the controllers, scheduler and
/// nodes played behind it. Its objects live in a folder and outlive the process.
package struct DemoCluster: Sendable {
    package struct Configuration: Sendable {
        /// Where the objects are kept; nil keeps them in memory only.
        package var stateFolder: URL?
        /// 0: the system chooses.
        package var port = 0
        /// The secret first component of every path.
        package var prefix: String
        /// Simulated seconds per second.
        package var speed: Double = 1
        package var bookmarkInterval: Duration = .seconds(60)
        /// Told, for people, when the objects can't be kept on disk any more, and when they can again.
        package var onTrouble: @Sendable (String) -> Void = { _ in }

        package init(
            stateFolder: URL? = nil, port: Int = 0, prefix: String = DemoCluster.randomPrefix(),
            speed: Double = 1, bookmarkInterval: Duration = .seconds(60)
        ) {
            self.stateFolder = stateFolder
            self.port = port
            self.prefix = prefix
            self.speed = speed
            self.bookmarkInterval = bookmarkInterval
        }
    }

    package let store: ObjectStore
    package let server: DemoServer
    package let simulation: Simulation
    private let clock: any SimulationClock
    private let onTrouble: @Sendable (String) -> Void

    /// Opens the state folder and loads its objects; nothing runs yet.
    package init(
        configuration: Configuration, clock: any SimulationClock = SystemSimulationClock()
    ) throws(DemoClusterError) {
        let journal: Journal?
        if let folder = configuration.stateFolder {
            journal = try Journal(folder: folder)
        } else {
            journal = nil
        }
        let now: @Sendable () -> Date = { clock.now }
        store = ObjectStore(journal: journal, now: now, admission: AdmissionChain.standard)
        simulation = Simulation(store: store, clock: clock, speed: configuration.speed)
        server = DemoServer(
            store: store, logs: SimulatedLogs(store: store, clock: clock),
            configuration: DemoServer.Configuration(
                port: configuration.port, prefix: configuration.prefix,
                bookmarkInterval: configuration.bookmarkInterval),
            now: now)
        self.clock = clock
        onTrouble = configuration.onTrouble
    }

    /// Runs server and simulation until the task is cancelled; `onReady` gets the port.
    package func run(onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run(onReady: onReady) }
            group.addTask { await simulation.run() }
            group.addTask { try await compactJournal() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// 32 letters and digits that nobody can guess.
    package static func randomPrefix() -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<32).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
    }

    private func compactJournal() async throws {
        var trouble: String?
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(10))
            do throws(DemoClusterError) {
                try store.compactJournal()
                if trouble != nil { onTrouble("The demo cluster keeps its objects again.") }
                trouble = nil
            } catch {
                // It's tried again, and meanwhile the objects are in memory.
                if trouble != error.description { onTrouble(error.description) }
                trouble = error.description
            }
        }
    }
}
