package import Foundation
import Kubernetes
import Synchronization

/// Fills a cluster with stores that look as if they had been running for a while.
package enum DemoWorld {
    /// Puts `count` stores into the cluster, most of them ready, a few with something to look into; says
    /// which. Names that are taken are left out. Throws what the API would say to a template it refuses.
    package static func seed(
        count: Int, template: StoreTemplate, into store: ObjectStore, now: Date = Date()
    ) async throws(APIFailure) -> [SeededStore] {
        InitialObjects.create(in: store)
        var models: [SeededStore.Condition: ModelStore] = [:]
        var seeded: [SeededStore] = []
        let prefix =
            template.namespace.hasSuffix(template.name)
            ? String(template.namespace.dropLast(template.name.count)) : ""
        var number = 0
        while seeded.count < count {
            defer { number += 1 }
            let name = StoreNames.name(number)
            let namespace = prefix + name
            guard store.get(ObjectKey(.namespace, namespace: nil, name: namespace)) == nil else { continue }
            let condition = condition(seeded.count)
            let model: ModelStore
            if let known = models[condition] {
                model = known
            } else {
                model = try await ModelStore.play(template, trouble: condition)
                models[condition] = model
            }
            // Between an hour and forty days old; those in trouble have just got there.
            let age = condition == .ready ? Double(3600 + StableHash.of(name) % 3_400_000) : model.length
            let began = Date(timeIntervalSince1970: (now.timeIntervalSince1970 - age).rounded(.down))
            let id = ModelStore.uuid(name)
            store.restore(model.stamp(name: name, namespace: namespace, id: id, number: number, began: began))
            seeded.append(
                SeededStore(
                    id: id, name: name, namespace: namespace, condition: condition,
                    createdAt: Timestamp.string(began)))
        }
        return seeded
    }

    /// A few among the first forty, then some in every two hundred.
    private static func condition(_ index: Int) -> SeededStore.Condition {
        switch index < 40 ? index : index % 200 {
        case 3: .crashLooping
        case 6: .pending
        case 9: .imageMissing
        default: .ready
        }
    }
}

extension ObjectStore {
    /// Stores finished objects as they are, past every rule.
    func restore(_ objects: [(kind: ResourceKind, object: JSONValue)]) {
        for (kind, object) in objects {
            let change = state.withLock { $0.commit(ObjectKey(kind, object), object, replacing: nil) }
            journal?.append(change)
        }
    }
}
