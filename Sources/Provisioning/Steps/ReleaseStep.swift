internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

/// Brings the Helm release up: decides by its newest revision, acts, and checks the record afterwards.
struct ReleaseStep: Step {
    let name = StepName.release

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        try await context.waitForOrphanedHelm(progress)
        let chart = try context.services.charts.snapshot(context.store.spec.chartDigest).chart
        let action: ReleaseAction = context.job.kind == .create ? .create : .upgrade
        // Each way out of a broken state leads nearer to `apply`; more turns than this mean that somebody
        // else keeps breaking it.
        for turn in 0..<5 {
            let history = try await context.history()
            try await noteBase(history, context)
            let decision = ReleaseDecision.to(
                action, newest: history.newest?.state, isResult: isOurs(history.newest, context),
                canGoBack: history.lastDeployed != nil)
            switch decision {
            case .settled:
                if turn == 0, let newest = history.newest, try await hasFailedSetup(newest, context) {
                    try await progress.say("the setup of revision \(newest.revision) failed and is made anew")
                    try await apply(chart, context)
                    continue
                }
                try await context.forgetUnfinished(in: history)
                return .done(
                    "revision \(history.newest?.revision ?? 0) of \(chart.name) \(chart.version) deployed")
            case .apply:
                try await context.untilNothingEnds(progress)
                try await progress.say("helm applies \(chart.name) \(chart.version)")
                try await apply(chart, context)
            case .replace, .uninstall:
                try await progress.say("removing a half-made release")
                try await context.uninstall()
            case .rollBack:
                if let newest = history.newest, newest.state == .pendingUpgrade, isOurs(newest, context),
                    let migrated = try await Migration.begun(in: history, context)
                {
                    // Going back would put old programs on new data. Without its record the revision is applied
                    // as if for the first time, under the same number, so that its setup Job stays the same.
                    try await progress.say("going on, as revision \(migrated) has begun to change the data")
                    try await context.forget(newest)
                    continue
                }
                let revision = history.lastDeployed?.revision ?? 1
                try await progress.say("rolling an interrupted change back to revision \(revision)")
                try await context.rollBack(to: revision)
            case .refuse:
                throw ProvisioningError.releaseNotOurs(
                    context.store.name.description, revision: history.newest?.revision ?? 0)
            }
        }
        throw ProvisioningError.releaseUnrecorded(context.store.name.description)
    }

    private func isOurs(_ revision: ReleaseHistory.Revision?, _ context: StepContext) -> Bool {
        revision?.operation == context.job.id.description
    }

    /// Whether waiting for the revision's setup is in vain, as it was when the job was given up.
    private func hasFailedSetup(
        _ revision: ReleaseHistory.Revision, _ context: StepContext
    ) async throws -> Bool {
        let (name, namespace) = (context.store.name.description, context.store.namespace)
        let failed = try await context.client.list(
            Kubernetes.Job.self, in: namespace, ListOptions(Selection(labels: Ownership.storeLabel))
        ).items.filter { $0.conditions["Failed"]?.isTrue == true }.map(\.metadata.name)
        guard !failed.isEmpty else { return false }
        let setup = try await context.services.helm.manifest(
            of: name, in: namespace, revision: revision.revision
        ).setupJob
        return setup.map { failed.contains($0.name) } ?? false
    }

    /// Notes where an upgrade began, before Helm changes it. What is deployed and isn't this job's doing is what
    /// it would go back to, also when it was made since the job first began.
    private func noteBase(_ history: ReleaseHistory, _ context: StepContext) async throws {
        guard context.job.kind == .upgrade else { return }
        let known = context.parameters.baseRevision
        if let newest = history.newest, newest.state == .deployed, !isOurs(newest, context) {
            try await context.notes.note { $0.baseRevision = newest.revision }
        } else if known == nil {
            let base = history.revisions.first {
                ($0.state == .deployed || $0.state == .superseded) && !isOurs($0, context)
            }
            try await context.notes.note { $0.baseRevision = base?.revision ?? 0 }
        }
    }

    private func apply(_ chart: Chart, _ context: StepContext) async throws {
        let values = try StoreValues.make(context.store)
        let upgrade = HelmCommand.Upgrade(
            release: context.store.name.description, namespace: context.store.namespace, chart: chart.folder,
            values: values, labels: [Ownership.operation: context.job.id.description])
        do {
            try await context.helm(.upgrade(upgrade))
        } catch let error as HelmError {
            guard case .failed = error else { throw error }
            try await diagnose(error, chart, values, context)
            throw error
        }
    }

    /// Helm's exit code is the same for a chart that can't be rendered, which no retry mends, and for an API
    /// that's away. Rendering needs no cluster, so it tells the two apart.
    private func diagnose(
        _ error: HelmError, _ chart: Chart, _ values: HelmValues, _ context: StepContext
    ) async throws {
        let template = HelmCommand.template(
            release: context.store.name.description, namespace: context.store.namespace, chart: chart.folder,
            values: values)
        do {
            _ = try await context.services.helm.run(template, lockFile: nil, within: .seconds(60)) { _ in }
        } catch let broken as HelmError {
            guard case .failed(_, _, let lines) = broken else { return }
            let remedy =
                context.job.kind == .create
                ? "Delete the store and create it with other values" : "Upgrade it with other values"
            throw JobFailure(
                reason: "ChartInvalid",
                message: "the chart \(chart.name) \(chart.version) can't be rendered with these values: "
                    + lines.joined(separator: " ") + ". " + remedy,
                isPermanent: true)
        }
    }
}
