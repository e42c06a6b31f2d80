internal import Domain
internal import FoundationEssentials
internal import Kubernetes

extension ObjectDescription {
    /// A pod, with each of its containers.
    init(_ pod: Pod) {
        let status = PodStatus(pod)
        let isBad = status.condition == .failing
        var facts = [
            Fact("Status", status.reason, isBad ? .bad : status.condition == .ready ? .good : .plain)
        ]
        if !status.message.isEmpty { facts.append(Fact("", status.message, isBad ? .bad : .plain)) }
        facts.append(Fact("Node", pod.nodeName ?? "none yet"))
        if let address = pod.podIP { facts.append(Fact("Address", address)) }
        for (initial, containers, statuses) in [
            (true, pod.initContainers, pod.initContainerStatuses),
            (false, pod.containers, pod.containerStatuses),
        ] {
            for container in containers {
                facts += Self.facts(
                    container, statuses.first { $0.name == container.name }, isInitial: initial)
            }
        }
        self.init("Pod/\(pod.metadata.name)", facts + pod.conditions.map { Fact($0) })
    }

    private static func facts(_ container: Pod.Container, _ status: ContainerStatus?, isInitial: Bool)
        -> [Fact]
    {
        var facts = [
            Fact(isInitial ? "Init" : "Container", "\(container.name), \(container.image ?? "no image")")
        ]
        guard let status else { return facts }
        facts.append(fact(status.state, status))
        if status.restartCount > 0 {
            facts.append(Fact("", "restarted \(status.restartCount) times", .bad))
        }
        if let last = status.lastState {
            let before = fact(last, status)
            facts.append(Fact("", "the run before: \(before.value)", before.kind))
        }
        return facts
    }

    private static func fact(_ state: ContainerStatus.State, _ status: ContainerStatus) -> Fact {
        switch state {
        case .waiting(let reason, let message):
            let isBad = reason.map(PodStatus.failures.contains) ?? false
            return Fact("", joined(["waiting", reason, message]), isBad ? .bad : .plain)
        case .running:
            return Fact(
                "", status.ready ? "running, ready" : "running, not ready", status.ready ? .good : .plain)
        case .terminated(let reason, let code, let message, _):
            return Fact(
                "", joined(["ended", reason, "exit code \(code)", message]), code == 0 ? .plain : .bad)
        }
    }

    private static func joined(_ parts: [String?]) -> String {
        parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
    }
}

extension ObjectDescription.Fact {
    /// A condition; those whose names speak of trouble are bad when they hold.
    init(_ condition: Condition) {
        let speaksOfTrouble = condition.type.hasSuffix("Failure") || condition.type == "Failed"
        let parts = [condition.status, condition.reason, condition.message]
        self.init(
            condition.type, parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", "),
            condition.isTrue == speaksOfTrouble && condition.status != "Unknown" ? .bad : .plain)
    }
}
