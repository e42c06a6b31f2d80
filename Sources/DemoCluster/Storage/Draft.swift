import Kubernetes

/// An object on its way into the store: what the server, not the writer, decides about it.
struct Draft {
    let kind: ResourceKind
    let namespace: String?
    private(set) var object: JSONValue

    init(kind: ResourceKind, namespace: String?, object: JSONValue) {
        self.kind = kind
        self.namespace = kind.namespaced ? namespace ?? object.namespace : nil
        self.object = object
    }

    var key: ObjectKey { ObjectKey(kind, namespace: namespace, name: object.name) }

    /// Checks the name or makes one from `generateName`.
    mutating func name(suffix: () -> String) throws(APIFailure) {
        if kind.namespaced, namespace ?? "" == "" {
            throw .badRequest("an empty namespace may not be set during creation")
        }
        if let stated = object.namespace, kind.namespaced, stated != namespace {
            throw .badRequest(
                "the namespace of the provided object does not match the namespace sent on the request")
        }
        guard object.name.isEmpty else { return }
        guard let prefix = object[path: "metadata", "generateName"]?.string, !prefix.isEmpty else {
            throw .invalid(
                kind, "",
                [
                    APIFailure.Cause(
                        reason: "FieldValueRequired",
                        message: "Required value: name or generateName is required", field: "metadata.name")
                ])
        }
        let letters = Array("bcdfghjklmnpqrstvwxz2456789")
        let digits = suffix().utf8.filter { $0 != UInt8(ascii: "-") }
        let tail = (0..<5).map { index in
            let high = Int(digits.dropFirst(index * 2).first ?? 7)
            let low = Int(digits.dropFirst(index * 2 + 1).first ?? 3)
            return letters[(high * 31 + low * 7) % letters.count]
        }
        object.setMetadata("name", .string(String(prefix.prefix(58)) + String(tail)))
    }

    /// Fills in the metadata of a new object and takes away what only the server may set.
    mutating func stamp(uid: String, at time: String) {
        object["apiVersion"] = .string(kind.apiVersion)
        object["kind"] = .string(kind.kind)
        var metadata = object.metadata
        metadata["namespace"] = namespace.map { .string($0) }
        metadata["uid"] = .string(uid)
        metadata["creationTimestamp"] = .string(time)
        for key in ["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"] {
            metadata[key] = nil
        }
        metadata["generation"] = kind.hasGeneration ? 1 : .none
        Self.dropEmpty(&metadata)
        object["metadata"] = metadata
        if kind.hasStatus { object["status"] = nil }
    }

    /// Undoes what a write may not do to the metadata.
    static func keepSystemMetadata(of previous: JSONValue, in object: inout JSONValue, subresource: String?) {
        var metadata = object.metadata
        for key in [
            "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "generation", "resourceVersion", "generateName", "selfLink",
        ] {
            metadata[key] = previous[path: "metadata", key]
        }
        dropEmpty(&metadata)
        object["metadata"] = metadata
        object["apiVersion"] = previous["apiVersion"]
        object["kind"] = previous["kind"]
    }

    private static func dropEmpty(_ metadata: inout JSONValue) {
        for key in ["labels", "annotations", "finalizers", "ownerReferences"] {
            let value = metadata[key]
            if value?.object?.isEmpty == true || value?.array?.isEmpty == true || value == .null {
                metadata[key] = nil
            }
        }
    }

    /// Undoes what a write of this subresource (or of the object itself) may not touch.
    static func keepScope(
        of kind: ResourceKind, _ subresource: String?, _ previous: JSONValue, _ object: inout JSONValue
    ) {
        if subresource == nil, kind.hasStatus {
            object["status"] = previous["status"]
            if kind == .namespace { object["spec"] = previous["spec"] }
        } else if subresource == "status" {
            var kept = previous
            kept["status"] = object["status"]
            for key in ["labels", "annotations", "managedFields"] {
                kept.setMetadata(key, object[path: "metadata", key])
            }
            object = kept
        }
    }

    /// Counts up the generation if anything but metadata and status changed.
    static func countGeneration(_ kind: ResourceKind, _ previous: JSONValue, _ object: inout JSONValue) {
        guard kind.hasGeneration else { return }
        let ignored: Set = ["metadata", "status", "apiVersion", "kind"]
        let before = previous.object?.filter { !ignored.contains($0.key) }
        let after = object.object?.filter { !ignored.contains($0.key) }
        guard before != after else { return }
        let generation = previous[path: "metadata", "generation"]?.integer ?? 0
        object.setMetadata("generation", .integer(Int64(generation + 1)))
    }
}
