package import FoundationEssentials

/// A pod as far as a shop's owner wants to know.
package struct PodSummary: Hashable, Sendable, Identifiable {
    package enum Condition: String, Hashable, Sendable {
        case pending, starting, running, ready, completed, failing, terminating
    }

    /// The pod's uid: a new pod of the same name is another one.
    package let id: String
    package let name: String
    /// The chart's `app.kubernetes.io/component`, such as `web` or `database`; empty where unknown.
    package var component: String
    package var condition: Condition
    /// Kubernetes' own word, such as `Running`, `ImagePullBackOff` or `ContainerCreating`.
    package var reason: String
    /// What Kubernetes says about `reason`, empty when it says nothing.
    package var message: String
    package var readyContainers: Int
    package var containers: Int
    package var restarts: Int
    package var node: String
    package var startedAt: Date?

    package init(
        id: String, name: String, component: String = "", condition: Condition, reason: String,
        message: String = "", readyContainers: Int = 0, containers: Int = 1, restarts: Int = 0,
        node: String = "", startedAt: Date? = nil
    ) {
        self.id = id
        self.name = name
        self.component = component
        self.condition = condition
        self.reason = reason
        self.message = message
        self.readyContainers = readyContainers
        self.containers = containers
        self.restarts = restarts
        self.node = node
        self.startedAt = startedAt
    }
}
