internal import Domain
internal import Kubernetes

/// Makes the credentials Secret once. One that exists is kept as it is, since the volumes know its passwords.
struct CredentialsStep: Step {
    let name = StepName.credentials

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let store = context.store
        var generator = SystemRandomNumberGenerator()
        let secret = CredentialsManifest.make(store, job: context.job.id, using: &generator)
        do {
            try await context.create(.secrets, secret)
            return .done("\(store.credentialsSecret) made")
        } catch let error as KubernetesError where error.isAlreadyExists {
            return .done("\(store.credentialsSecret) kept")
        }
    }
}
