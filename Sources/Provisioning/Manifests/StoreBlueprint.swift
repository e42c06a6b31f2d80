package import Domain
package import Helm
package import Kubernetes

/// All that urumi itself makes of a store, beside what its chart renders.
package struct StoreBlueprint: Sendable {
    private let store: Store
    private let job: JobID

    package init(_ store: Store, job: JobID) {
        self.store = store
        self.job = job
    }

    /// The namespace, the guardrails and the credentials Secret, in the order in which they're made.
    package func objects(
        ingressNamespace: String?, using generator: inout some RandomNumberGenerator
    ) throws -> [JSONValue] {
        let guardrails = Guardrails.manifests(store, ingressNamespace: ingressNamespace).map { manifest in
            manifest.object
        }
        return [try NamespaceManifest.make(store, job: job)] + guardrails
            + [CredentialsManifest.make(store, job: job, using: &generator)]
    }

    /// What the chart is given.
    package func values() throws -> HelmValues { try StoreValues.make(store) }

    /// The labels on the Helm release's own record.
    package var releaseLabels: [String: String] { [Ownership.operation: job.description] }
}
