import Domain
import Kubernetes
import Provisioning
import Testing

@Suite("Observing stores", .enabled(if: !TestHelm.all.isEmpty, TestHelm.missing), .timeLimit(.minutes(1)))
struct ObserverTests {
    @Test("whoever waits for a namespace that's gone already is told so, before the first lists and after")
    func goneAlready() async throws {
        try await World.run { world in
            let observer = ClusterObserver(client: world.client)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await observer.run() }
                for _ in 0..<2 {
                    let first = await observer.observations(of: "gone").first { _ in true }
                    #expect(first == .some(nil))
                }
                group.cancelAll()
            }
        }
    }
}
