package import Foundation

/// A pod: where it runs, how far it is, and the state of each of its containers. There are many of them, so
/// their annotations, which nobody reads, are left out.
package struct Pod: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .pods }

    /// A container as the specification names it.
    package struct Container: Sendable, Hashable, Decodable {
        package var name: String
        package var image: String?
    }

    package var metadata: ObjectMeta
    package var containers: [Container]
    package var initContainers: [Container]
    package var nodeName: String?
    /// "Pending", "Running", "Succeeded", "Failed" or "Unknown".
    package var phase: String
    /// Set by the kubelet or a controller for the pod as a whole, such as "Evicted".
    package var reason: String?
    package var message: String?
    package var podIP: String?
    package var startTime: Date?
    package var conditions: [Condition]
    package var containerStatuses: [ContainerStatus]
    package var initContainerStatuses: [ContainerStatus]

    package init(
        metadata: ObjectMeta, containers: [Container] = [], phase: String = "Pending", reason: String? = nil,
        conditions: [Condition] = [], containerStatuses: [ContainerStatus] = [],
        initContainerStatuses: [ContainerStatus] = []
    ) {
        self.metadata = metadata
        self.containers = containers
        initContainers = []
        self.phase = phase
        self.reason = reason
        self.conditions = conditions
        self.containerStatuses = containerStatuses
        self.initContainerStatuses = initContainerStatuses
    }

    private enum Key: CodingKey { case metadata, spec, status }
    private struct Spec: Decodable {
        var containers: [Container]?
        var initContainers: [Container]?
        var nodeName: String?
    }
    private enum StatusKey: CodingKey {
        case phase, reason, message, podIP, startTime, conditions, containerStatuses, initContainerStatuses
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        metadata.annotations = [:]
        let spec = try container.decodeIfPresent(Spec.self, forKey: .spec)
        containers = spec?.containers ?? []
        initContainers = spec?.initContainers ?? []
        nodeName = spec?.nodeName
        phase = "Pending"
        (conditions, containerStatuses, initContainerStatuses) = ([], [], [])
        guard container.contains(.status) else { return }
        let status = try container.nestedContainer(keyedBy: StatusKey.self, forKey: .status)
        phase = try status.value(.phase, else: "Pending")
        reason = try status.decodeIfPresent(String.self, forKey: .reason)
        message = try status.decodeIfPresent(String.self, forKey: .message)
        podIP = try status.decodeIfPresent(String.self, forKey: .podIP)
        startTime = try status.timestamp(.startTime)
        conditions = try status.value(.conditions, else: [])
        containerStatuses = try status.value(.containerStatuses, else: [])
        initContainerStatuses = try status.value(.initContainerStatuses, else: [])
    }

    package var isReady: Bool { conditions["Ready"]?.isTrue ?? false }
    package var isTerminating: Bool { metadata.deletionTimestamp != nil }
    package var readyContainers: Int { containerStatuses.count { $0.ready } }
    package var restarts: Int { containerStatuses.reduce(0) { $0 + $1.restartCount } }
}
