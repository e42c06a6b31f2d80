import Foundation
import Kubernetes

/// What a controller works with: the store, the time, and short ways to the usual writes.
struct ControlPlane: Sendable {
    let store: ObjectStore
    let now: Date
    /// Simulated seconds per second.
    let speed: Double

    var timestamp: JSONValue { .string(Timestamp.string(now)) }

    /// The moment at which simulated work of so many seconds ends that began at `start`.
    func date(_ seconds: Double, after start: Date) -> Date { start.addingTimeInterval(seconds / speed) }

    func get(_ kind: ResourceKind, _ namespace: String?, _ name: String) -> JSONValue? {
        store.get(ObjectKey(kind, namespace: namespace, name: name))
    }

    func list(_ kind: ResourceKind, in namespace: String?) -> [JSONValue] {
        store.list(kind, namespace: namespace)
    }

    func keys(_ kind: ResourceKind, in namespace: String?) -> [ObjectKey] {
        list(kind, in: namespace).map { ObjectKey(kind, $0) }
    }

    /// The objects of a kind whose controller is `owner`.
    func owned(_ kind: ResourceKind, by owner: JSONValue) -> [JSONValue] {
        let uid = owner.uid
        return list(kind, in: owner.namespace).filter { $0.controllerReference?["uid"]?.string == uid }
    }

    /// Changes the status; an object that has gone meanwhile is no error.
    func setStatus(_ key: ObjectKey, _ body: (inout JSONValue) -> Void) throws(APIFailure) {
        try change(key, subresource: "status") { object in
            var status = object["status"] ?? [:]
            body(&status)
            object["status"] = status
        }
    }

    /// Changes the object; one that has gone meanwhile is no error.
    func change(
        _ key: ObjectKey, subresource: String? = nil, _ body: (inout JSONValue) -> Void
    ) throws(APIFailure) {
        do {
            try store.mutate(key, subresource: subresource) { (object) throws(APIFailure) in body(&object) }
        } catch  where error.code == 404 {}
    }

    /// Deletes the object; one that has gone already is no error.
    func delete(
        _ key: ObjectKey, uid: String? = nil, propagation: DeletionPropagation? = .background,
        grace: Int? = nil
    ) throws(APIFailure) {
        do {
            try store.delete(
                key, options: DeletionOptions(uid: uid, propagation: propagation, gracePeriod: grace))
        } catch  where error.code == 404 || error.code == 409 {}
    }
}

extension ObjectKey {
    init(_ kind: ResourceKind, _ object: JSONValue) {
        self.init(kind, namespace: object.namespace, name: object.name)
    }
}

extension JSONValue {
    /// The owner that controls this object.
    var controllerReference: JSONValue? {
        self[path: "metadata", "ownerReferences"]?.array?.first { $0["controller"]?.bool == true }
    }

    var ownerReferences: [JSONValue] { self[path: "metadata", "ownerReferences"]?.array ?? [] }

    /// A reference by which this object, of `kind`, controls another.
    func ownerReference(_ kind: ResourceKind) -> JSONValue {
        [
            "apiVersion": .string(kind.apiVersion), "kind": .string(kind.kind), "name": .string(name),
            "uid": .string(uid), "controller": true, "blockOwnerDeletion": true,
        ]
    }

    /// The key of the object that controls this one, if it's of `kind`.
    func controller(_ kind: ResourceKind) -> ObjectKey? {
        guard let reference = controllerReference, reference["kind"]?.string == kind.kind,
            let name = reference["name"]?.string
        else { return nil }
        return ObjectKey(kind, namespace: namespace, name: name)
    }

    var generation: JSONValue { self[path: "metadata", "generation"] ?? 1 }
    var creation: Date {
        Timestamp.parse(self[path: "metadata", "creationTimestamp"]?.string) ?? .distantPast
    }

    func annotation(_ name: String) -> String? { self[path: "metadata", "annotations"]?[name]?.string }
    func label(_ name: String) -> String? { self[path: "metadata", "labels"]?[name]?.string }

    mutating func setAnnotation(_ name: String, _ value: String?) {
        var annotations = self[path: "metadata", "annotations"] ?? [:]
        annotations[name] = value.map { .string($0) }
        setMetadata("annotations", annotations)
    }

    mutating func setFinalizers(_ finalizers: [String]) {
        setMetadata("finalizers", finalizers.isEmpty ? nil : .array(finalizers.map { .string($0) }))
    }

    init(count: Int) { self = .integer(Int64(count)) }
}
