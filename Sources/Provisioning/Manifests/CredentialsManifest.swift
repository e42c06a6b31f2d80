internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

/// A store's credentials Secret, with values that nobody has had before.
struct CredentialsManifest {
    let store: Store
    let plan: CredentialPlan

    /// - Throws: `HelmError.unreadableChart` for a chart that doesn't say what it needs.
    init(_ store: Store, chart: Chart) throws(HelmError) {
        self.store = store
        plan = CredentialPlan(try chart.credentials(), host: store.spec.hosts.first ?? "localhost")
    }

    init(_ store: Store, plan: CredentialPlan) {
        self.store = store
        self.plan = plan
    }

    func make(job: JobID, using generator: inout some RandomNumberGenerator) throws -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": [
                "name": .string(store.credentialsSecret), "namespace": .string(store.namespace),
                "labels": .object(StoreLabels.withOperation(store, job)),
                "annotations": [ShownCredentials.annotation: .string(try ShownCredentials(plan).text())],
            ],
            "stringData": .object(plan.generate(using: &generator).mapValues { .string($0) }),
        ]
    }

    /// What a Secret lacks that is there already, as after an upgrade to a chart that asks for more; nil when
    /// it lacks nothing. What it holds stays as it is, since the volumes know its passwords.
    func completion(
        of secret: Secret, using generator: inout some RandomNumberGenerator
    ) throws -> JSONValue? {
        let missing = plan.generate(using: &generator).filter { secret.data[$0.key] == nil }
        let shown = try ShownCredentials(plan).text()
        guard !missing.isEmpty || secret.metadata.annotations[ShownCredentials.annotation] != shown else {
            return nil
        }
        return [
            "metadata": [
                // Refused if somebody else has changed it since.
                "resourceVersion": .string(secret.metadata.resourceVersion),
                "annotations": [ShownCredentials.annotation: .string(shown)],
            ],
            "data": .object(missing.mapValues { .string(Data($0.utf8).base64EncodedString()) }),
        ]
    }
}
