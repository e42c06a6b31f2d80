import Foundation
import Kubernetes
import Synchronization

/// Deletes objects whose owners are gone, and carries out foreground and orphan deletions.
final class GarbageCollector: Controller {
    /// Which objects name an owner, by the owner's uid.
    private let dependents = Mutex<[String: Set<ObjectKey>]>([:])

    func forget(_ change: ObjectChange) {
        dependents.withLock { index in
            for owner in change.object.ownerReferences {
                guard let uid = owner["uid"]?.string else { continue }
                index[uid]?.remove(change.key)
                if index[uid]?.isEmpty == true { index[uid] = nil }
            }
        }
    }

    func concerned(by change: ObjectChange, _ plane: ControlPlane) -> [ObjectKey] {
        guard change.key.kind != .event else { return [] }
        let owners = change.object.ownerReferences
        if change.operation == .deleted {
            let orphans = dependents.withLock { $0[change.object.uid] ?? [] }
            return Array(orphans) + owners.compactMap { key(of: $0, change.key.namespace) }
        }
        if !owners.isEmpty, change.previous?.ownerReferences != owners {
            dependents.withLock { index in
                for owner in owners {
                    if let uid = owner["uid"]?.string { index[uid, default: []].insert(change.key) }
                }
            }
        }
        let finalizers = change.object.finalizers
        let ending =
            change.object.isBeingDeleted
            && (finalizers.contains("foregroundDeletion") || finalizers.contains("orphan"))
        return ending || !owners.isEmpty && change.previous?.ownerReferences != owners ? [change.key] : []
    }

    func reconcile(_ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) -> Date? {
        guard let object = plane.store.get(key) else { return nil }
        if object.isBeingDeleted {
            try finish(object, key, plane)
            return nil
        }
        let owners = object.ownerReferences
        guard !owners.isEmpty else { return nil }
        let present = owners.filter { owner in
            guard let key = self.key(of: owner, key.namespace), let found = plane.store.get(key) else {
                return false
            }
            return found.uid == owner["uid"]?.string
        }
        guard present.isEmpty else {
            if present.count < owners.count {
                try plane.change(key) { $0.setMetadata("ownerReferences", .array(present)) }
            }
            return nil
        }
        try plane.delete(key, uid: object.uid)
        return nil
    }

    private func finish(_ object: JSONValue, _ key: ObjectKey, _ plane: ControlPlane) throws(APIFailure) {
        let finalizers = object.finalizers
        let owned = dependents.withLock { $0[object.uid] ?? [] }.filter { owned in
            plane.store.get(owned)?.ownerReferences.contains { $0["uid"]?.string == object.uid } ?? false
        }
        if finalizers.contains("orphan") {
            for dependent in owned {
                try plane.change(dependent) { child in
                    let others = child.ownerReferences.filter { $0["uid"]?.string != object.uid }
                    child.setMetadata("ownerReferences", others.isEmpty ? nil : .array(others))
                }
            }
            try plane.change(key) { $0.setFinalizers(finalizers.filter { $0 != "orphan" }) }
        } else if finalizers.contains("foregroundDeletion") {
            var blocked = false
            for dependent in owned {
                guard let child = plane.store.get(dependent) else { continue }
                if !child.isBeingDeleted {
                    try plane.delete(dependent, uid: child.uid, propagation: .foreground)
                }
                let blocks = child.ownerReferences.contains {
                    $0["uid"]?.string == object.uid && $0["blockOwnerDeletion"]?.bool == true
                }
                if blocks, plane.store.get(dependent) != nil { blocked = true }
            }
            guard !blocked else { return }
            try plane.change(key) { $0.setFinalizers(finalizers.filter { $0 != "foregroundDeletion" }) }
        }
    }

    private func key(of owner: JSONValue, _ namespace: String?) -> ObjectKey? {
        guard
            let kind = ResourceKind.named(
                owner["kind"]?.string ?? "", apiVersion: owner["apiVersion"]?.string ?? "")
        else { return nil }
        return ObjectKey(kind, namespace: namespace, name: owner["name"]?.string ?? "")
    }
}
