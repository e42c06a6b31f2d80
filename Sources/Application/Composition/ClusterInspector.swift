internal import Domain
internal import Kubernetes
internal import Provisioning
internal import Yams

/// Everything that a world's cluster says of a store.
struct ClusterInspector: StoreInspector {
    let client: KubernetesClient

    func descriptions(of store: Store, pod: String?) async throws -> [ObjectDescription] {
        let all = StoreDescriptions(client: client)
        if let pod { return [try await all.description(ofPod: pod, in: store.namespace)] }
        return try await all.descriptions(in: store.namespace)
    }

    /// No Secrets among them; the charts take theirs by reference, so that no other object holds one.
    private static let kinds: [ResourceEndpoint] = [
        .deployments, .statefulSets, .jobs, .pods, .services, .ingresses, .persistentVolumeClaims,
        .resourceQuotas, .networkPolicies,
    ]

    func yaml(of store: Store, pod: String?) async throws -> String {
        if let pod { return try Self.text(try await client.get(.pods, pod, in: store.namespace)) }
        var documents = [try YAMLEncoder().encode(StoreDocument(store))]
        documents.append(
            try Self.text(try await client.get(.namespaces, store.namespace)))
        for kind in Self.kinds {
            for object in try await client.list(kind, in: store.namespace).items {
                var object = object
                object["apiVersion"] = .string(kind.apiVersion)
                object["kind"] = .string(kind.kind)
                documents.append(try Self.text(object))
            }
        }
        return documents.joined(separator: "---\n")
    }

    /// Without what only the API server's own bookkeeping needs.
    private static func text(_ object: JSONValue) throws -> String {
        var object = object
        if var metadata = object["metadata"] {
            metadata["managedFields"] = nil
            object["metadata"] = metadata
        }
        return try Yams.serialize(node: try node(object), width: -1, allowUnicode: true)
    }

    private static func node(_ value: JSONValue) throws -> Yams.Node {
        switch value {
        case .null: Yams.Node("null", Tag(.null))
        case .bool(let value): Yams.Node(value ? "true" : "false", Tag(.bool))
        case .integer(let value): Yams.Node("\(value)", Tag(.int))
        case .number(let value): Yams.Node("\(value)", Tag(.float))
        // Quoted where it would read as something else.
        case .string(let value): .scalar(value.represented())
        case .array(let values): Yams.Node(try values.map(node), Tag(.seq))
        case .object(let members):
            Yams.Node(
                try members.sorted { $0.key < $1.key }.map {
                    (.scalar($0.key.represented()), try node($0.value))
                }, Tag(.map))
        }
    }
}
