package import Kubernetes

/// One store as Helm would install it, under names that stand for those of each store to be made. The
/// names must be distinctive: they are replaced wherever they occur in a text.
package struct StoreTemplate: Sendable {
    /// What stands for the store's name (the release's too), its namespace and its id.
    package let name: String
    package let namespace: String
    package let id: String
    /// The objects to create, in this order: the Namespace and its guardrails, the credentials, then what
    /// the chart renders.
    package let objects: [JSONValue]
    /// The chart's rendered manifest, as Helm would keep it in the release.
    package let manifest: String
    /// The chart's `Chart.yaml`, and the values that the release was installed with.
    package let chart: JSONValue
    package let values: JSONValue
    /// Labels to put on the release besides Helm's own.
    package let releaseLabels: [String: String]

    package init(
        name: String, namespace: String, id: String, objects: [JSONValue], manifest: String,
        chart: JSONValue, values: JSONValue = [:], releaseLabels: [String: String] = [:]
    ) {
        self.name = name
        self.namespace = namespace
        self.id = id
        self.objects = objects
        self.manifest = manifest
        self.chart = chart
        self.values = values
        self.releaseLabels = releaseLabels
    }
}

/// A store that was put into the demo world.
package struct SeededStore: Sendable, Hashable {
    package enum Condition: String, Sendable { case ready, crashLooping, imageMissing, pending }

    package let id: String
    package let name: String
    package let namespace: String
    package let condition: Condition
    /// RFC 3339.
    package let createdAt: String
}
