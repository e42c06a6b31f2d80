internal import Domain
internal import Foundation
internal import Kubernetes

/// A job's circumstances while its steps run.
struct StepContext: Sendable {
    let services: StepServices
    let notes: JobNotes
    /// The store as this part of the job wants it: what is undone or rolled back has another spec than what
    /// is recorded as wanted.
    private(set) var store: Store
    /// When what is waited for is given up.
    private(set) var deadline: Date

    init(lease: any JobLease, services: StepServices) {
        self.services = services
        notes = JobNotes(lease)
        store = lease.store
        let regular = (lease.job.startedAt ?? services.now()).addingTimeInterval(
            Double(lease.job.parameters.timeoutSeconds))
        deadline = max(regular, lease.job.parameters.extendedUntil ?? regular)
    }

    var lease: any JobLease { notes.lease }
    /// The job as it was claimed; what it has noted since is in `parameters`.
    var job: Domain.Job { lease.job }
    var parameters: JobParameters { notes.parameters }
    var client: KubernetesClient { services.client }

    /// Time left, at least a second, so that what is begun can still report.
    var timeLeft: Duration { .seconds(max(1, deadline.timeIntervalSince(services.now()))) }

    /// The same for another wish for the store.
    func with(_ spec: StoreSpec?) -> StepContext {
        var other = self
        if let spec { other.store.spec = spec }
        return other
    }

    /// The same with as much time as the job had at its beginning.
    func withTimeAnew() -> StepContext {
        var other = self
        other.deadline = services.now().addingTimeInterval(Double(job.parameters.timeoutSeconds))
        return other
    }

    /// The release's revisions as the cluster has them now.
    func history() async throws -> ReleaseHistory { try await ReleaseHistory.read(client, store) }

    /// The release's newest revision.
    func revision() async throws -> Int? {
        guard job.kind != .delete else { return nil }
        return try await history().newest?.revision
    }
}
