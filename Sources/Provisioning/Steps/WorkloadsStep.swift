internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

/// Waits until everything of the release is ready and the setup Job is complete. What can't become ready is
/// reported at once, with Kubernetes' reason, and not after the deadline. The watches say when to look; how it
/// stands, the API server is asked.
struct WorkloadsStep: Step {
    let name = StepName.workloads

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let store = context.store
        let newest = try await context.history().newest
        let expected = try await workloads(of: newest, context)
        try await context.describeWorkloads(expected)
        let state = WorkloadsProgress(since: newest?.createdAt, expected: expected)
        return try await withThrowingTaskGroup(of: StepResult?.self) { group in
            group.addTask {
                for await observation in await context.services.observer.observations(of: store.namespace) {
                    let assessment = await state.observe(observation)
                    if try await settle(assessment, context, progress) { return .done("everything is ready") }
                }
                throw CancellationError()
            }
            group.addTask {
                // Quota refusals of StatefulSets and Jobs show in no condition, only in events.
                for await events in await context.services.observer.events(of: store.namespace) {
                    let assessment = await state.observe(events)
                    if try await settle(assessment, context, progress) { return .done("everything is ready") }
                }
                return nil
            }
            group.addTask {
                try await context.services.clock.sleep(for: context.timeLeft)
                // The machine may have slept meanwhile, or the watches been away.
                if try await isReady(state.current, context) { return .done("everything is ready") }
                throw ProvisioningError.deadline(
                    waitingFor: await state.current.waitingFor,
                    seconds: context.job.parameters.timeoutSeconds)
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    /// What the revision consists of, by Helm's record of it.
    private func workloads(
        of revision: ReleaseHistory.Revision?, _ context: StepContext
    ) async throws -> [WorkloadName] {
        guard let revision else { return [] }
        return try await context.services.helm.manifest(
            of: context.store.name.description, in: context.store.namespace, revision: revision.revision
        ).workloads
    }

    /// Whether all is ready by the API server's word; where that can't be had, it isn't.
    private func isReady(
        _ assessment: WorkloadsAssessment, _ context: StepContext
    ) async throws -> Bool {
        do {
            let now = try await look(assessment, context)
            return now.isReady && now.verdict == nil
        } catch is KubernetesError {
            return false
        }
    }

    /// Says how far it is; true when all is ready.
    private func settle(
        _ assessment: WorkloadsAssessment, _ context: StepContext, _ progress: StepProgress
    ) async throws -> Bool {
        guard assessment.isReady || assessment.hasTrouble else {
            try await progress.say(assessment.waitingFor)
            return false
        }
        var now = try await look(assessment, context)
        // A Deployment tells of refused pods for a moment longer than it makes them, as after a rollback.
        for _ in 0..<Self.confirmations where now.verdict?.reason == WorkloadsAssessment.refusal {
            try await context.services.clock.sleep(for: .seconds(1))
            now = try await look(assessment, context)
        }
        if let verdict = now.verdict {
            throw JobFailure(reason: verdict.reason, message: verdict.message, isPermanent: true)
        }
        if now.isReady { return true }
        try await progress.say(now.waitingFor)
        return false
    }

    private static let confirmations = 3

    /// How it stands by the API server's word.
    private func look(
        _ assessment: WorkloadsAssessment, _ context: StepContext
    ) async throws -> WorkloadsAssessment {
        let look = try await WorkloadsLook.read(context.client, in: context.store.namespace)
        for pod in look.stuck { try await remove(pod, context) }
        var now = assessment
        var seen =
            now.observation
            ?? StoreObservation(namespace: context.store.namespace, storeID: context.store.id)
        seen.pods = look.pods
        seen.workloads = look.workloads
        now.observation = seen
        return now
    }

    private func remove(_ pod: ObjectMeta, _ context: StepContext) async throws {
        context.lease.log("\(pod.name) of the revision before can't start and holds up its successor")
        do {
            try await context.client.delete(
                .pods, pod.name, in: context.store.namespace, options: DeleteOptions(uid: pod.uid))
        } catch let error as KubernetesError where error.isNotFound || error.isConflict {
            return
        } catch KubernetesError.forbidden(let status) {
            context.lease.log("it can't be removed: \(status.message)")
        }
    }
}
