internal import Domain
internal import Kubernetes

extension WorkloadSummary {
    init(_ deployment: Deployment) {
        let refusal = deployment.conditions["ReplicaFailure"].flatMap { $0.isTrue ? $0 : nil }
        let overdue = deployment.conditions["Progressing"].flatMap {
            $0.reason == "ProgressDeadlineExceeded" ? $0 : nil
        }
        let replicas = deployment.replicas
        self.init(
            kind: .deployment, name: deployment.metadata.name, wanted: replicas.wanted, ready: replicas.ready,
            isSettled: deployment.isReady, failure: (refusal ?? overdue).map(Self.text))
    }

    init(_ set: StatefulSet) {
        self.init(
            kind: .statefulSet, name: set.metadata.name, wanted: set.replicas.wanted,
            ready: set.replicas.ready,
            isSettled: set.observedGeneration >= set.metadata.generation ?? 0)
    }

    init(_ job: Kubernetes.Job) {
        let failed = job.conditions["Failed"].flatMap { $0.isTrue ? $0 : nil }
        self.init(
            kind: .job, name: job.metadata.name, wanted: 1, ready: job.isComplete ? 1 : 0,
            isSettled: job.isComplete, failure: failed.map(Self.text), hasFailed: failed != nil)
    }

    private static func text(_ condition: Condition) -> String {
        [condition.reason, condition.message].compactMap { $0?.isEmpty == false ? $0 : nil }
            .joined(separator: ": ")
    }
}
