internal import Domain
internal import Helm
internal import Kubernetes

/// Makes the credentials Secret once. One that exists keeps what it holds, since the volumes know its
/// passwords; it only gets the keys that it lacks.
struct CredentialsStep: Step {
    let name = StepName.credentials

    func run(_ context: StepContext, _ progress: StepProgress) async throws -> StepResult {
        let store = context.store
        let chart = try context.services.charts.snapshot(store.spec.chartDigest).chart
        let manifest = try CredentialsManifest(store, chart: chart)
        var generator = SystemRandomNumberGenerator()
        let secret = try manifest.make(job: context.job.id, using: &generator)
        do {
            try await context.create(.secrets, secret)
            return .done("\(store.credentialsSecret) made")
        } catch let error as KubernetesError where error.isAlreadyExists {
            let found = try await context.client.get(
                Secret.self, store.credentialsSecret, in: store.namespace)
            guard let change = try manifest.completion(of: found, using: &generator) else {
                return .done("\(store.credentialsSecret) kept")
            }
            try await context.patch(.secrets, store.credentialsSecret, .merge(change))
            return .done("\(store.credentialsSecret) kept and completed")
        }
    }
}
