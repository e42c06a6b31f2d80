package import Domain
internal import Foundation
internal import Helm
package import Kubernetes
internal import Provisioning
internal import Yams

/// One store as it would be installed, under names that can be replaced by those of many.
package struct DemoStoreModel: Sendable {
    package let store: Store
    /// What urumi makes, then what the chart renders.
    package let objects: [JSONValue]
    /// The chart's rendered manifest, as text.
    package let manifest: String
    /// The chart's `Chart.yaml`.
    package let chart: JSONValue
    package let values: JSONValue
    package let releaseLabels: [String: String]

    /// Renders the WooCommerce chart with the real Helm, which needs no cluster for it.
    package init(_ workspace: Workspace) async throws {
        let name = try StoreName("urumi-template-store")
        let id = StoreID(UUID(uuid: (0x7e, 0x57, 0xab, 0x1e, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)))
        let job = JobID(UUID(uuid: (0x7e, 0x57, 0xab, 0x1e, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, 2)))
        let design = StoreDesign(workspace)
        let spec = try design.spec(for: name, engine: .woocommerce, size: .small)
        let now = Date()
        store = Store(
            id: id, name: name, cluster: DemoFolder.context, namespace: design.namespace(of: name),
            spec: spec,
            status: StoreStatus(phase: .ready, createdAt: now, updatedAt: now))
        let blueprint = StoreBlueprint(store, job: job)
        let helmValues = try blueprint.values()
        let snapshot = try workspace.charts.snapshot(spec.chartDigest).chart
        let folder = snapshot.folder
        let path = try workspace.helmPath()
        let environment = HelmEnvironment(
            inherited: workspace.environment, withholding: SettingKey.names, kubeconfig: nil, context: nil,
            folder: workspace.stateFolder + "/helm")
        let helm = try await HelmExecutable.detect(path: path, environment: environment)
        manifest = try await helm.text(
            .template(
                release: name.description, namespace: store.namespace, chart: folder, values: helmValues))
        var generator = SystemRandomNumberGenerator()
        // What belongs to `helm test` isn't there before somebody runs it.
        let rendered = try Self.documents(manifest).filter {
            $0[path: "metadata", "annotations", "helm.sh/hook"] == nil
        }
        let own = try blueprint.objects(chart: snapshot, ingressNamespaces: [], using: &generator)
        objects = blueprint.naming(rendered, on: own) + rendered
        chart =
            try Self.documents(String(contentsOfFile: folder + "/Chart.yaml", encoding: .utf8)).first ?? [:]
        values = try JSONValue(parsing: helmValues.json)
        releaseLabels = blueprint.releaseLabels
    }

    private static func documents(_ text: String) throws -> [JSONValue] {
        try Yams.compose_all(yaml: text).compactMap { (node: Yams.Node) in JSONValue(node) }.filter {
            $0.object != nil
        }
    }
}

extension JSONValue {
    /// A YAML node as JSON; plain scalars are typed by YAML's core schema.
    fileprivate init?(_ node: Yams.Node) {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping { if let name = key.string { members[name] = JSONValue(value) } }
            self = .object(members)
        case .sequence(let sequence): self = .array(sequence.compactMap { JSONValue($0) })
        case .scalar(let scalar):
            if node.null != nil {
                self = .null
            } else if scalar.style == .plain, let value = node.bool {
                self = .bool(value)
            } else if scalar.style == .plain, let value = node.int {
                self = .integer(Int64(value))
            } else if scalar.style == .plain, let value = node.float {
                self = .number(value)
            } else {
                self = .string(scalar.string)
            }
        case .alias: return nil
        }
    }
}
