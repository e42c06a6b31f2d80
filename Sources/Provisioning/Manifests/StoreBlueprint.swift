package import Domain
package import Helm
package import Kubernetes

/// All that urumi itself makes of a store, beside what its chart renders.
package struct StoreBlueprint: Sendable {
    let store: Store
    let job: JobID

    package init(_ store: Store, job: JobID) {
        self.store = store
        self.job = job
    }

    /// The namespace, the guardrails and the credentials Secret, in the order in which they're made.
    /// - Throws: `HelmError.unreadableChart` for a chart that doesn't say what it takes and needs.
    package func objects(
        chart: Chart, ingressNamespaces: [String], using generator: inout some RandomNumberGenerator
    ) throws -> [JSONValue] {
        let quota = try StoreQuota(chart: chart, size: store.spec.size, hosts: store.spec.hosts.count)
        let guardrails = Guardrails.manifests(store, quota: quota, ingressNamespaces: ingressNamespaces)
        let credentials = try CredentialsManifest(store, chart: chart).make(job: job, using: &generator)
        return [try NamespaceManifest.make(store, job: job)] + guardrails.map(\.object) + [credentials]
    }

    /// Those objects, with what serves among the `rendered` ones named on the namespace.
    package func naming(_ rendered: [JSONValue], on objects: [JSONValue]) -> [JSONValue] {
        let serving = rendered.compactMap { object in
            object["kind"]?.string.flatMap { WorkloadSummary.Kind(rawValue: $0) }.map {
                WorkloadName(kind: $0, name: object[path: "metadata", "name"]?.string ?? "")
            }
        }
        return objects.map { object in
            guard object["kind"]?.string == "Namespace" else { return object }
            var named = object
            named["metadata"]?["annotations"]?[Ownership.workloadsAnnotation] = .string(
                WorkloadName.annotation(serving))
            return named
        }
    }

    /// What the chart is given.
    package func values() throws -> HelmValues { try StoreValues.make(store) }

    /// The labels on the Helm release's own record.
    package var releaseLabels: [String: String] { [Ownership.operation: job.description] }
}
