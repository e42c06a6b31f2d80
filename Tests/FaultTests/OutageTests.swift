import DemoCluster
import Testing

@Suite("Long outages", .timeLimit(.minutes(2)))
struct OutageTests {
    @Test(
        "an API that is away for ten minutes is asked now and then, and everything is right 35 s after",
        arguments: [Fault.stalled, .refused, .down, .fails(503)])
    func away(fault: Fault) async throws {
        try await World.run(seed: 1) { world in
            var generator = SeededGenerator(seed: 5)
            let writer = Writer(store: world.store)
            writer.mark(using: &generator)
            #expect(await world.pass(.seconds(60)) { world.isAtRest })
            world.proxy.begin(fault)
            for _ in 0..<20 {
                writer.write(using: &generator)
                await world.pass(.seconds(30), step: .seconds(4))
            }
            #expect(world.kinds.allSatisfy { !$0.isLive })
            // Refused connections aren't seen by a proxy that doesn't listen.
            #expect(world.proxy.seen.count < 3 * 60)
            world.store.forgetHistory()
            world.proxy.endFault()
            let lists = world.lists
            #expect(await world.pass(.seconds(35)) { world.isAtRest })
            #expect(world.lists.allSatisfy { $0.value - lists[$0.key, default: 0] <= 1 })
            let differences = try await world.differences
            #expect(differences == [])
        }
    }

    @Test("a token that expires is fetched anew from the plugin, once for all who need it")
    func expiredToken() async throws {
        try await World.run(seed: 2, quiet: .milliseconds(20), plugin: true) { world in
            var generator = SeededGenerator(seed: 6)
            let writer = Writer(store: world.store)
            writer.mark(using: &generator)
            #expect(await world.pass(.seconds(120)) { world.isAtRest })
            for _ in 0..<3 {
                try world.renewToken()
                // The connections that were let in with the old one end.
                world.proxy.begin(.down)
                world.proxy.endFault()
                writer.mark(using: &generator)
                #expect(await world.pass(.seconds(35)) { world.isAtRest })
            }
            let differences = try await world.differences
            #expect(differences == [])
        }
    }
}
