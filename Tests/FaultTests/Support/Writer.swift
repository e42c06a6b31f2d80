import DemoCluster
import Kubernetes

/// Changes objects of a world's store at random: some that are followed, some that aren't, some that become so.
struct Writer {
    let store: ObjectStore
    private static let kinds: [ResourceKind] = [.configMap, .secret, .storageClass]

    func write(using generator: inout SeededGenerator) {
        for kind in Self.kinds where Bool.random(using: &generator) { write(kind, using: &generator) }
    }

    /// One change of each kind that every follower must hear of.
    func mark(using generator: inout SeededGenerator) {
        for kind in Self.kinds { put(kind, "mark", mine: true, using: &generator) }
    }

    private func write(_ kind: ResourceKind, using generator: inout SeededGenerator) {
        let name = "o\(Int.random(in: 0..<8, using: &generator))"
        let key = ObjectKey(kind, namespace: World.namespace, name: name)
        if Int.random(in: 0..<3, using: &generator) == 0, store.get(key) != nil {
            _ = try? store.delete(key)
        } else {
            put(kind, name, mine: Int.random(in: 0..<4, using: &generator) > 0, using: &generator)
        }
    }

    private func put(
        _ kind: ResourceKind, _ name: String, mine: Bool, using generator: inout SeededGenerator
    ) {
        let size = Int.random(in: 0..<30, using: &generator) == 0 ? 300_000 : 20
        let text =
            String(repeating: "x", count: size) + "\(UInt32.random(in: 0...UInt32.max, using: &generator))"
        let metadata: JSONValue = [
            "name": .string(name), "labels": ["app": mine ? "mine" : "other"],
            "annotations": ["note": .string(String(text.suffix(12)))],
        ]
        var object: JSONValue = ["metadata": metadata]
        switch kind {
        case .configMap: object["data"] = ["text": .string(text)]
        case .secret: object["data"] = ["text": "c2VjcmV0"]
        default: object["provisioner"] = "example.com/none"
        }
        let key = ObjectKey(kind, namespace: World.namespace, name: name)
        do {
            if store.get(key) == nil {
                try store.create(kind, namespace: kind.namespaced ? World.namespace : nil, object)
            } else {
                try store.mutate(key) { current in
                    current["data"] = object["data"] ?? current["data"]
                    current.setMetadata("labels", metadata["labels"])
                    current.setMetadata("annotations", metadata["annotations"])
                }
            }
        } catch {
            preconditionFailure("the writer's objects are in order: \(error)")
        }
    }
}
