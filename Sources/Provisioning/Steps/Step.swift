internal import Domain
package import Foundation
package import Helm
package import Kubernetes

/// An idempotent piece of a job: it observes, acts if needed, and observes again. It never trusts that an
/// earlier run of itself got anywhere.
protocol Step: Sendable {
    var name: StepName { get }
    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult
}

/// What came of a step.
enum StepResult: Hashable, Sendable {
    case done(String)
    case skipped(String)
    /// The job ends here with the store's data kept.
    case archived

    var detail: String {
        switch self {
        case .done(let text), .skipped(let text): text
        case .archived: "the volumes and credentials stay"
        }
    }

    var isSkip: Bool { if case .skipped = self { true } else { false } }
}

/// What steps need of the world.
package struct StepServices: Sendable {
    package let client: KubernetesClient
    package let helm: any HelmRunning
    package let charts: ChartSnapshots
    package let observer: ClusterObserver
    /// Asked before anything is done to the cluster; nil where it can be no other.
    package let identity: ClusterIdentity?
    package let now: @Sendable () -> Date
    package let clock: any Clock<Duration>
    /// Whose pods may reach the stores; nil lets any.
    package let ingressNamespace: String?
    /// What gives urumi its rights in a store's namespace; nil where it acts with its user's own.
    package let operatorBinding: OperatorBinding?
    /// What leads host names to this machine; nil where that isn't wanted, as in the demo.
    package let hosts: (any HostNames)?

    package init(
        client: KubernetesClient, helm: any HelmRunning, charts: ChartSnapshots, observer: ClusterObserver,
        identity: ClusterIdentity? = nil, ingressNamespace: String? = nil,
        operatorBinding: OperatorBinding? = nil,
        hosts: (any HostNames)? = nil,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.client = client
        self.helm = helm
        self.charts = charts
        self.observer = observer
        self.identity = identity
        self.ingressNamespace = ingressNamespace
        self.operatorBinding = operatorBinding
        self.hosts = hosts
        self.clock = clock
        self.now = now
    }
}
