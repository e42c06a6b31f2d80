internal import Domain
internal import Helm

/// Brings a store back to where it was when its upgrade began: the release, what is written on the namespace,
/// the guardrails. Waits for the workloads where Helm had changed them.
struct UndoUpgradeStep: Step {
    let name = StepName.undo

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        try await context.waitForOrphanedHelm(progress)
        let base = context.parameters.baseRevision ?? 0
        var history = try await context.history()
        let origin = history[base]
        let hasActed = (history.newest?.revision ?? 0) > base && context.parameters.baseRevision != nil
        if base > 0, hasActed {
            try await context.adjustGuardrails(progress)
            history = try await rollBack(to: base, from: history, context, progress)
        }
        try await context.describeStore(operation: origin?.operation)
        guard base > 0, hasActed else {
            try await context.adjustGuardrails(progress)
            return .done(
                base > 0 ? "nothing of the release had changed" : "there was no revision to go back to")
        }
        if context.parameters.previousPhase == .ready {
            _ = try await WorkloadsStep().run(context, progress)
        }
        try await context.adjustGuardrails(progress)
        return .done("rolled back: revision \(history.newest?.revision ?? 0) is as revision \(base) was")
    }

    private func rollBack(
        to base: Int, from seen: ReleaseHistory, _ context: StepContext, _ progress: StepProgress
    ) async throws -> ReleaseHistory {
        var history = seen
        for _ in 0..<4 {
            let newest = history.newest
            // Helm gives a rollback's revision the label of the one gone back to, which isn't this job's.
            let isResult =
                newest?.revision == base
                || (history[base].map { $0.operation == newest?.operation } ?? false)
            switch ReleaseDecision.to(
                .undoUpgrade, newest: newest?.state, isResult: isResult, canGoBack: history[base] != nil)
            {
            case .settled:
                try await context.forgetUnfinished(in: history)
                return history
            case .rollBack:
                try await progress.say("helm rolls back to revision \(base)")
                try await context.rollBack(to: base)
            case .apply, .replace, .uninstall, .refuse:
                throw ProvisioningError.revisionMissing(
                    context.store.name.description, revision: base, available: history.usable.map(\.revision))
            }
            history = try await context.history()
        }
        throw ProvisioningError.releaseUnrecorded(context.store.name.description)
    }
}
