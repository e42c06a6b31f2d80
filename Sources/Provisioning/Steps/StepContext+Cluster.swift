internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

extension StepContext {
    /// The store's namespace as the API server has it now, or nil.
    func namespace() async throws -> Namespace? {
        do {
            return try await client.get(Namespace.self, store.namespace)
        } catch let error as KubernetesError where error.isNotFound {
            return nil
        }
    }

    func create(_ endpoint: ResourceEndpoint, _ object: JSONValue) async throws {
        try await client.create(endpoint, object, in: endpoint.namespaced ? store.namespace : nil)
    }

    func patch(_ endpoint: ResourceEndpoint, _ name: String, _ patch: Patch) async throws {
        try await client.patch(endpoint, name, patch, in: endpoint.namespaced ? store.namespace : nil)
    }

    /// Server-side apply of one of urumi's own objects, which nobody else has a say in.
    func apply(_ object: JSONValue, as endpoint: ResourceEndpoint) async throws {
        let name = object[path: "metadata", "name"]?.string ?? ""
        try await patch(endpoint, name, .apply(object, force: true))
    }

    /// Writes on the namespace what is wanted of the store and which operation that came of, for whoever has to
    /// rebuild the record.
    func describeStore(operation: String?, isArchived: Bool = false) async throws {
        guard let found = try await namespace(), !found.isTerminating,
            found.metadata.labels[Ownership.storeLabel] == store.id.description
        else { return }
        var annotations =
            try NamespaceManifest.make(store, job: job.id)[path: "metadata", "annotations"] ?? [:]
        if isArchived { annotations[Ownership.archivedAnnotation] = "true" }
        let labels: JSONValue = [Ownership.operation: operation.map { .string($0) } ?? .null]
        try await patch(
            .namespaces, store.namespace,
            .merge(["metadata": ["annotations": annotations, "labels": labels]]))
    }

    /// Writes on the namespace what serves in the release, for whoever watches it to miss what goes.
    func describeWorkloads(_ workloads: [WorkloadName]) async throws {
        guard let found = try await namespace(), !found.isTerminating,
            found.metadata.labels[Ownership.storeLabel] == store.id.description
        else { return }
        let text = WorkloadName.annotation(workloads)
        guard found.metadata.annotations[Ownership.workloadsAnnotation] != text else { return }
        try await patch(
            .namespaces, store.namespace,
            .merge(["metadata": ["annotations": [Ownership.workloadsAnnotation: .string(text)]]]))
    }

    /// Writes on the namespace why the store's last job failed, or that it didn't, for whoever has to rebuild the
    /// record; it's no part of the job's own success.
    func describeFailure(_ failure: JobFailure?) async {
        guard let found = try? await namespace(), !found.isTerminating,
            found.metadata.labels[Ownership.storeLabel] == store.id.description
        else { return }
        let text = failure.map { String($0.message.prefix(2000)) }
        guard found.metadata.annotations[Ownership.failureAnnotation] != text else { return }
        let value: JSONValue = text.map { .string($0) } ?? .null
        try? await patch(
            .namespaces, store.namespace,
            .merge(["metadata": ["annotations": [Ownership.failureAnnotation: value]]]))
    }

    /// Brings the guardrails to the store's size and to what its pods use now.
    func adjustGuardrails(_ progress: StepProgress) async throws {
        guard let found = try await namespace(), !found.isTerminating,
            found.metadata.labels[Ownership.storeLabel] == store.id.description
        else { return }
        var context = self
        // A chart that nobody has kept can't be asked what it needs; the present one's is near enough.
        if (try? services.charts.snapshot(store.spec.chartDigest)) == nil {
            var spec = store.spec
            spec.chartDigest = lease.store.spec.chartDigest
            context = with(spec)
        }
        _ = try await GuardrailsStep().run(context, progress)
    }

    /// The names of the namespace's volume claims.
    func volumeClaims() async throws -> [String] {
        try await client.list(PersistentVolumeClaim.self, in: store.namespace).items.map(\.metadata.name)
            .sorted()
    }

    /// Returns once `found` is gone; a new namespace of the same name is another one.
    /// - Throws: `CancellationError` when the job is.
    func untilGone(_ found: Namespace, _ progress: StepProgress) async throws {
        let name = found.metadata.name
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await observation in await services.observer.observations(of: name) {
                    if case .terminating(let message) = observation?.namespaceState, !message.isEmpty {
                        try await progress.say("\(name) is held up: \(message)")
                    }
                    if try await isGone(found) { return }
                }
                throw CancellationError()
            }
            group.addTask {
                // The watches may be away, or have missed it.
                while try await !isGone(found) { try await services.clock.sleep(for: .seconds(5)) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func isGone(_ found: Namespace) async throws -> Bool {
        try await namespace()?.metadata.uid != found.metadata.uid
    }

    /// Runs `body`, but not beyond the job's deadline.
    /// - Throws: `ProvisioningError.deadline` once it has passed.
    func beforeDeadline(waitingFor subject: String, _ body: @escaping @Sendable () async throws -> Void)
        async throws
    {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await services.clock.sleep(for: timeLeft)
                throw ProvisioningError.deadline(waitingFor: subject, seconds: job.parameters.timeoutSeconds)
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    // MARK: Helm

    /// Runs Helm with its output going to the job's log.
    func helm(_ command: HelmCommand) async throws {
        let lease = lease
        _ = try await services.helm.run(
            command, lockFile: lease.helmLockFile, within: Self.helmLimit
        ) { line in
            lease.log("helm: " + line.text)
        }
    }

    func uninstall() async throws {
        try await helm(
            .uninstall(
                release: store.name.description, namespace: store.namespace, wait: false,
                timeout: .seconds(120)))
    }

    func rollBack(to revision: Int) async throws {
        try await helm(
            .rollback(
                release: store.name.description, namespace: store.namespace, revision: revision,
                historyMax: 10, timeout: .seconds(120)))
    }

    /// Removes Helm's record of a revision that nobody works on any more; what it made stays.
    func forget(_ revision: ReleaseHistory.Revision) async throws {
        let name = "sh.helm.release.v1.\(store.name).v\(revision.revision)"
        lease.log("the record of the \(revision.state.rawValue) revision \(revision.revision) is removed")
        do {
            try await client.delete(.secrets, name, in: store.namespace)
        } catch let error as KubernetesError where error.isNotFound {
            return
        }
    }

    /// Removes what Helm never finished and, once a newer revision is deployed, never would.
    func forgetUnfinished(in history: ReleaseHistory) async throws {
        for revision in history.revisions.dropFirst() where revision.state.isPending {
            try await forget(revision)
        }
    }

    /// A Helm that outlived the worker which started it still works on the release; nothing is looked at
    /// before it's done.
    func waitForOrphanedHelm(_ progress: StepProgress) async throws {
        let lock = ReleaseLock(file: lease.helmLockFile)
        guard try lock.isHeld() else { return }
        try await progress.say("waiting for a helm that outlived its worker")
        try await lock.waitUntilFree(within: Self.helmLimit)
    }

    /// None of the commands waits for workloads, so that one which takes this long is stuck.
    private static let helmLimit: Duration = .seconds(180)
}
