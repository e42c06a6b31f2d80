internal import Domain
internal import Kubernetes

/// A store's credentials Secret, with values that nobody has had before.
enum CredentialsManifest {
    static func make(
        _ store: Store, job: JobID, using generator: inout some RandomNumberGenerator
    ) -> JSONValue {
        let plan = CredentialPlan(engine: store.spec.engine, host: store.spec.hosts.first ?? "localhost")
        let values = plan.generate(using: &generator)
        return [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": [
                "name": .string(store.credentialsSecret), "namespace": .string(store.namespace),
                "labels": .object(StoreLabels.withOperation(store, job)),
            ],
            "stringData": .object(values.mapValues { .string($0) }),
        ]
    }
}
