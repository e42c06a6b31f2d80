import Domain
import Foundation
import Testing

@testable import Kubernetes
@testable import Provisioning

@Suite("Which containers have a log")
struct ContainerRollTests {
    private func pod(
        _ state: ContainerStatus.State, restarts: Int = 0, last: ContainerStatus.State? = nil,
        inits: [ContainerStatus] = [], name: String = "shop-web"
    ) -> Pod {
        Pod(
            metadata: ObjectMeta(name: name, uid: name), containers: [Pod.Container(name: "web")],
            containerStatuses: [
                ContainerStatus(name: "web", restartCount: restarts, state: state, lastState: last)
            ], initContainerStatuses: inits)
    }

    private let running = ContainerStatus.State.running(startedAt: nil)
    private let waiting = ContainerStatus.State.waiting(reason: "CrashLoopBackOff", message: nil)
    private let ended = ContainerStatus.State.terminated(
        reason: "Error", exitCode: 1, message: nil, finishedAt: nil)

    @Test("a run is read once, from its start through its end; the next one by itself")
    func once() {
        var roll = ContainerRoll(pod: nil)
        #expect(roll.begun(by: .upserted(pod(.waiting(reason: nil, message: nil)))).isEmpty)
        let first = roll.begun(by: .upserted(pod(running)))
        #expect(first.map(\.container) == ["web"])
        #expect(first.allSatisfy { roll.isRunning($0) })
        #expect(roll.begun(by: .upserted(pod(running))).isEmpty)
        #expect(roll.begun(by: .upserted(pod(ended))).isEmpty)
        #expect(first.allSatisfy { !roll.isRunning($0) })
        #expect(roll.begun(by: .upserted(pod(running, restarts: 1, last: ended))).count == 1)
        #expect(roll.begun(by: .upserted(pod(waiting, restarts: 1, last: ended))).isEmpty)
    }

    @Test("init containers and pods that come later are read too, those that are gone no longer")
    func others() {
        var roll = ContainerRoll(pod: nil)
        let initial = ContainerStatus(name: "wait", state: ended)
        let begun = roll.begun(by: .replaced([pod(running, inits: [initial])]))
        #expect(begun.map(\.container) == ["wait", "web"])
        #expect(roll.begun(by: .upserted(pod(running, name: "shop-mysql-0"))).map(\.pod) == ["shop-mysql-0"])
        #expect(roll.begun(by: .deleted(pod(running, name: "shop-mysql-0"))).isEmpty)
        #expect(roll.begun(by: .replaced([pod(running)])).isEmpty)
    }

    @Test("where one pod is wanted the others are passed over")
    func one() {
        var roll = ContainerRoll(pod: "shop-mysql-0")
        let begun = roll.begun(by: .replaced([pod(running), pod(running, name: "shop-mysql-0")]))
        #expect(begun.map(\.pod) == ["shop-mysql-0"])
    }

    @Test("a run before is there once a container has ended")
    func previous() {
        #expect(ContainerRun.previous(pod(running)).isEmpty)
        #expect(ContainerRun.previous(pod(running, restarts: 1, last: ended)).map(\.container) == ["web"])
    }

    @Test("a pod's description tells each container, what it waits for and how it ended before")
    func description() {
        let seen = ObjectDescription(pod(waiting, restarts: 3, last: ended))
        let values = seen.facts.map(\.value)
        #expect(values.contains("waiting, CrashLoopBackOff"))
        #expect(values.contains("the run before: ended, Error, exit code 1"))
        #expect(seen.object == "Pod/shop-web")
        #expect(values.first == "CrashLoopBackOff")
        #expect(seen.facts.first?.kind == .bad)
        #expect(ObjectDescription.Fact(Condition(type: "Ready", status: "False", reason: "Why")).kind == .bad)
        #expect(ObjectDescription.Fact(Condition(type: "Failed", status: "True")).kind == .bad)
        #expect(ObjectDescription.Fact(Condition(type: "Ready", status: "True")).kind == .plain)
    }
}
