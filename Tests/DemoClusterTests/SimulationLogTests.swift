import Foundation
import Kubernetes
import Testing

@testable import DemoCluster

@Suite("Simulated logs")
struct SimulationLogTests {
    @Test("a container's lines grow with time and never change")
    func steady() async throws {
        let world = try await SimulationWorld()
        let logs = SimulatedLogs(store: world.store, clock: world.clock)
        try world.create(.deployment, SimulationWorld.deployment("db", image: "mysql:8.4.11"))
        await world.pass(20)
        let pod = try #require(world.list(.pod).first)
        let early = try logs.log(of: pod, container: "main", previous: false, follow: false).lines
        #expect(early.last?.text.contains("ready for connections") == true)
        await world.pass(600)
        let late = try logs.log(of: pod, container: "main", previous: false, follow: false).lines
        #expect(late.count > early.count + 30 && Array(late.prefix(early.count)) == early)
        #expect(late.allSatisfy { $0.time <= world.clock.now } && late == late.sorted { $0.time < $1.time })
        let script = LogScript(
            role: .mysql, container: "main", seed: "x", start: world.clock.now, startup: 8, ends: false)
        var (line, followed) = (script.next(after: world.clock.now), [PodLogLine]())
        for _ in 0..<20 {
            guard let known = line else { break }
            followed.append(known)
            line = script.next(after: known.time)
        }
        let end = try #require(followed.last?.time)
        #expect(followed == script.lines(until: end), "following gives the lines that reading gives later")
    }

    @Test("a crashed run's log is kept, and a container that waits has none")
    func previous() async throws {
        let world = try await SimulationWorld()
        let logs = SimulatedLogs(store: world.store, clock: world.clock)
        let annotations = #"{"fake-kubelet/fail":"CrashLoopBackOff","fake-kubelet/exit-code":"3"}"#
        try world.create(.deployment, SimulationWorld.deployment("web", pod: annotations))
        let creating = try #require(await pods(world).first)
        let refusal = try #require(throws: APIFailure.self) {
            _ = try logs.log(of: creating, container: "main", previous: false, follow: false)
        }
        #expect(refusal.code == 400 && refusal.message.hasSuffix("is waiting to start: ContainerCreating"))
        await world.pass(30)
        let pod = try #require(await pods(world).first)
        let last = try logs.log(of: pod, container: "main", previous: true, follow: false).lines.last
        #expect(last?.text == "fatal: the process ended with exit code 3")
    }

    private func pods(_ world: SimulationWorld) async -> [JSONValue] {
        await world.pass(0)
        return world.list(.pod)
    }
}
