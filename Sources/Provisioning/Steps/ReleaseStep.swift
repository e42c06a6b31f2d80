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
        // Each way out of a broken state leads nearer to `apply`; more turns than this mean that somebody
        // else keeps breaking it.
        for _ in 0..<4 {
            let history = try await ReleaseHistory.read(context.client, context.store)
            let decision = ReleaseDecision.toApply(
                newest: history.newest?.state,
                isOurs: history.newest?.operation == context.job.id.description,
                hasDeployed: history.lastDeployed != nil)
            switch decision {
            case .settled:
                return .done(
                    "revision \(history.newest?.revision ?? 0) of \(chart.name) \(chart.version) deployed")
            case .apply:
                try await progress.say("helm applies \(chart.name) \(chart.version)")
                try await apply(chart, context)
            case .replace, .uninstall:
                try await progress.say("removing a half-made release")
                try await context.helm(
                    .uninstall(
                        release: context.store.name.description, namespace: context.store.namespace,
                        wait: false,
                        timeout: .seconds(60)))
            case .rollBackThenApply:
                let revision = history.lastDeployed?.revision ?? 1
                try await progress.say("rolling an interrupted change back to revision \(revision)")
                try await context.helm(
                    .rollback(
                        release: context.store.name.description, namespace: context.store.namespace,
                        revision: revision, historyMax: 10, timeout: .seconds(60)))
            }
        }
        throw ProvisioningError.releaseUnrecorded(context.store.name.description)
    }

    private func apply(_ chart: Chart, _ context: StepContext) async throws {
        let values = try StoreValues.make(context.store)
        let upgrade = HelmCommand.Upgrade(
            release: context.store.name.description, namespace: context.store.namespace, chart: chart.folder,
            values: values,
            labels: StoreBlueprint(context.store, job: context.job.id).releaseLabels)
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
            throw JobFailure(
                reason: "ChartInvalid",
                message: "the chart \(chart.name) \(chart.version) can't be rendered with these values: "
                    + lines.joined(separator: " ") + ". Delete the store and create it with other values",
                isPermanent: true)
        }
    }
}
