internal import Domain

/// What makes a demo move by itself, for whoever shows it: stores are created, changed, broken, taken back and
/// deleted, one thing after the other. Only stores that this play made are touched; names that are taken are left.
struct DemoPlay: Sendable {
    private let world: OpenWorkspace
    private let follower: JobFollower
    private let clock: any Clock<Duration>
    private let pause: Duration

    private static let names = ["atelier", "bakery", "cellar", "dyeworks"]

    /// - Parameter pause: between one thing and the next.
    init(
        _ world: OpenWorkspace, follower: JobFollower, clock: any Clock<Duration> = ContinuousClock(),
        pause: Duration = .seconds(3)
    ) {
        self.world = world
        self.follower = follower
        self.clock = clock
        self.pause = pause
    }

    /// Plays until cancelled.
    func run() async throws {
        let design = StoreDesign(world.workspace)
        while true {
            var made: [StoreID] = []
            for text in Self.names {
                let name = try StoreName(text)
                let spec = try design.spec(for: name, engine: .woocommerce, size: .small)
                let action = JobRequest.Action.create(
                    name: name, namespace: design.namespace(of: name), spec: spec,
                    maxStores: world.workspace.maxStores)
                if let job = try await play(action) { made.append(job.storeID) }
            }
            for id in made {
                guard let store = try await world.database.store(id) else { continue }
                let larger = try design.spec(of: store, size: .medium)
                try await play(.upgrade(id, spec: larger))
                var broken = larger
                broken.overrides.append("wordpress.image=wordpress:missing")
                try await play(.upgrade(id, spec: broken))
                try await play(.rollback(id, revision: 1))
                try await play(.delete(id, keepsData: false))
            }
        }
    }

    /// Does it, or passes it over where that is refused, as of a store that somebody else does something with.
    @discardableResult private func play(_ action: JobRequest.Action) async throws -> Job? {
        var done: Job?
        do {
            let job = try await world.database.enqueue(world.request(action))
            Printer.note("\(job.kind.rawValue) \(job.storeName)")
            done = try await follower.follow(job)
        } catch let error as DomainError {
            Printer.note("passed over: \(error)")
        }
        try await clock.sleep(for: pause)
        return done
    }
}
