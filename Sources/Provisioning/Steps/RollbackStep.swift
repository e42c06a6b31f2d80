internal import Domain
internal import Helm

/// Brings the release back to an earlier revision, as a new one.
struct RollbackStep: Step {
    let name = StepName.release

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        try await context.waitForOrphanedHelm(progress)
        let plan = try await RollbackPlan.make(context)
        context.notes.plan = plan
        if let warning = plan.warning { context.lease.log("warning: \(warning)") }
        let wanted = context.with(plan.spec)
        var isRoomMade = false
        for _ in 0..<4 {
            let history = try await context.history()
            let decision = ReleaseDecision.to(
                .rollback, newest: history.newest?.state,
                isResult: plan.isResult(history.newest, base: context.parameters.baseRevision),
                canGoBack: history[plan.target.revision] != nil)
            switch decision {
            case .settled:
                try await context.forgetUnfinished(in: history)
                try await wanted.describeStore(operation: plan.target.operation)
                let warning = plan.warning.map { "; mind that \($0)" } ?? ""
                return .done(
                    "revision \(history.newest?.revision ?? 0) is as revision \(plan.target.revision) was"
                        + warning)
            case .rollBack:
                if !isRoomMade {
                    // The pods of both revisions live side by side for a while.
                    try await wanted.adjustGuardrails(progress)
                    isRoomMade = true
                }
                try await progress.say("helm rolls back to revision \(plan.target.revision)")
                try await context.rollBack(to: plan.target.revision)
            case .apply, .replace, .uninstall, .refuse:
                throw ProvisioningError.revisionMissing(
                    context.store.name.description, revision: plan.target.revision,
                    available: history.usable.map(\.revision))
            }
        }
        throw ProvisioningError.releaseUnrecorded(context.store.name.description)
    }
}
