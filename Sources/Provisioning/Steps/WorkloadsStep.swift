internal import Domain
internal import Foundation
internal import Kubernetes

/// Waits until everything of the release is ready and the setup Job is complete. What can't become ready is
/// reported at once, with Kubernetes' reason, and not after the deadline.
struct WorkloadsStep: Step {
    let name = StepName.workloads

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let store = context.store
        let state = WorkloadsProgress()
        return try await withThrowingTaskGroup(of: StepResult?.self) { group in
            group.addTask {
                for await observation in await context.services.observer.observations(of: store.namespace) {
                    await state.observe(observation)
                    if try await settle(state, context, progress) { return .done("everything is ready") }
                }
                throw CancellationError()
            }
            group.addTask {
                // Quota refusals of StatefulSets and Jobs show in no condition, only in events.
                for await events in await context.services.observer.events(of: store.namespace) {
                    await state.observe(events)
                    _ = try await settle(state, context, progress)
                }
                return nil
            }
            group.addTask {
                try await context.services.clock.sleep(for: context.timeLeft)
                throw ProvisioningError.deadline(
                    waitingFor: await state.waitingFor, seconds: context.job.parameters.timeoutSeconds)
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    /// Says how far it is; true when all is ready.
    private func settle(
        _ state: WorkloadsProgress, _ context: StepContext, _ progress: StepProgress
    ) async throws -> Bool {
        if let verdict = await state.verdict(at: context.services.now()) {
            throw JobFailure(reason: verdict.reason, message: verdict.message, isPermanent: true)
        }
        if await state.isReady { return true }
        try await progress.say(await state.waitingFor)
        return false
    }
}
