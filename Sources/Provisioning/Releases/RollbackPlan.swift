internal import Domain
internal import Helm

/// Where a rollback leads: the revision, and what was wanted of the store then.
struct RollbackPlan: Hashable, Sendable {
    let target: ReleaseHistory.Revision
    let spec: StoreSpec
    /// What the user should know before relying on it; nil where there's nothing.
    let warning: String?

    /// Works out the target and writes it down with the revision that the release has before Helm runs, so that
    /// whoever resumes the job goes to the same place, and knows whether it's there already.
    static func make(_ context: StepContext) async throws -> RollbackPlan {
        let history = try await context.history()
        let name = context.store.name.description
        guard let newest = history.newest else { throw ProvisioningError.releaseMissing(name) }
        if context.parameters.baseRevision == nil {
            let base = history.deployed ?? history.lastDeployed ?? newest
            let target: Int? =
                if let wanted = context.parameters.revision {
                    wanted
                } else {
                    try await previous(to: base, in: history, context)
                }
            guard let target, history[target] != nil else {
                throw ProvisioningError.revisionMissing(
                    name, revision: target, available: history.usable.map(\.revision))
            }
            try await context.notes.note {
                $0.baseRevision = base.revision
                $0.revision = target
            }
        }
        let parameters = context.parameters
        guard let number = parameters.revision, let target = history[number],
            history.usable.contains(target)
        else {
            throw ProvisioningError.revisionMissing(
                name, revision: parameters.revision, available: history.usable.map(\.revision))
        }
        return RollbackPlan(
            target: target, spec: try await spec(of: target, context),
            warning: try await warning(
                about: target, from: parameters.baseRevision ?? newest.revision, context))
    }

    /// Whether `newest` is what this rollback made: Helm gives it the label of the revision gone back to.
    func isResult(_ newest: ReleaseHistory.Revision?, base: Int?) -> Bool {
        guard let newest, let base else { return false }
        return newest.state == .deployed && newest.revision > base && newest.operation == target.operation
    }

    /// The newest deployed before `base` that has something else than it, and that its job didn't give up.
    private static func previous(
        to base: ReleaseHistory.Revision, in history: ReleaseHistory, _ context: StepContext
    ) async throws -> Int? {
        for candidate in history.revisions
        where candidate.revision < base.revision
            && (candidate.state == .deployed || candidate.state == .superseded)
        {
            if let operation = candidate.operation {
                if operation == base.operation { continue }
                let job = try await JobID(operation).asyncMap { try await context.lease.earlierJob($0) }
                if let job, job.kind == .upgrade, job.state != .succeeded { continue }
            }
            return candidate.revision
        }
        return nil
    }

    /// What the job that made the revision was to bring about; where nobody knows that job any more, what the
    /// revision's values tell.
    private static func spec(
        of target: ReleaseHistory.Revision, _ context: StepContext
    ) async throws -> StoreSpec {
        let job = try await target.operation.flatMap { JobID($0) }.asyncMap {
            try await context.lease.earlierJob($0)
        }
        if let spec = job?.parameters.spec { return spec }
        let (name, namespace) = (context.store.name.description, context.store.namespace)
        let values = try await context.services.helm.values(
            of: name, in: namespace, revision: target.revision)
        let line = try await context.services.helm.history(of: name, in: namespace)
            .first { $0.revision == target.revision }
        let version = line.map { ReleaseRevision($0, operation: nil).chartVersion }
        return StoreSpec(values, chartVersion: version, like: context.store.spec)
    }

    private static func warning(
        about target: ReleaseHistory.Revision, from base: Int, _ context: StepContext
    ) async throws -> String? {
        let (name, namespace) = (context.store.name.description, context.store.namespace)
        let helm = context.services.helm
        guard base != target.revision,
            let older = try? await helm.manifest(of: name, in: namespace, revision: target.revision),
            let newer = try? await helm.manifest(of: name, in: namespace, revision: base),
            let (before, after) = (older.setupJob?.schema, newer.setupJob?.schema) as? (String, String),
            before != after
        else { return nil }
        return "revision \(target.revision) was made for another database schema than revision \(base): its "
            + "programs may not get on with the data as it is now"
    }
}

extension ReleaseHistory {
    /// What Helm can go back to.
    var usable: [Revision] {
        revisions.filter { $0.state == .deployed || $0.state == .superseded || $0.state == .failed }
    }
}

extension Optional {
    fileprivate func asyncMap<Value>(
        _ transform: (Wrapped) async throws -> Value?
    ) async throws -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
