internal import Domain
internal import Kubernetes

/// Makes the credentials Secret once. One that exists is kept as it is, since the volumes know its passwords.
struct CredentialsStep: Step {
    let name = StepName.credentials

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let store = context.store
        var generator = SystemRandomNumberGenerator()
        let plan = CredentialPlan(engine: store.spec.engine, host: store.spec.hosts.first ?? "localhost")
        let values = plan.generate(using: &generator)
        let secret: JSONValue = [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": [
                "name": .string(store.credentialsSecret), "namespace": .string(store.namespace),
                "labels": .object(StoreLabels.withOperation(store, context.job.id)),
            ],
            "stringData": .object(values.mapValues { .string($0) }),
        ]
        do {
            try await context.create(.secrets, secret)
            return .done("\(store.credentialsSecret) made")
        } catch let error as KubernetesError where error.isAlreadyExists {
            return .done("\(store.credentialsSecret) kept")
        }
    }
}
