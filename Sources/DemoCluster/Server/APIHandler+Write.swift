import HTTPTypes
import Kubernetes

extension APIHandler {
    func create(_ request: APIRequest, _ path: ResourcePath) throws(APIFailure) -> APIResponse {
        guard let object = try request.document()?.withoutNulls, object.object != nil else {
            throw .badRequest("the request has no object")
        }
        try checkKind(object, path.kind)
        var options = ObjectStore.WriteOptions(
            manager: try request.manager(.update, subresource: nil), dryRun: request.isDryRun)
        if object[path: "metadata", "managedFields"]?.array?.isEmpty == false { options.manager = nil }
        let stored = try store.create(path.kind, namespace: path.namespace, object, options: options)
        return .document(Representation(request).object(stored, path.kind, now()), code: 201)
    }

    func update(_ request: APIRequest, _ key: ObjectKey, subresource: String?) throws(APIFailure)
        -> APIResponse
    {
        guard let object = try request.document()?.withoutNulls, object.object != nil else {
            throw .badRequest("the request has no object")
        }
        try checkKind(object, key.kind)
        if !object.name.isEmpty, object.name != key.name {
            throw .badRequest(
                "the name of the object (\(object.name)) does not match the name on the URL (\(key.name))")
        }
        let manager = try request.manager(.update, subresource: subresource)
        let stored = try store.mutate(
            key, subresource: subresource,
            options: ObjectStore.WriteOptions(manager: manager, dryRun: request.isDryRun)
        ) { (current) throws(APIFailure) in
            try Self.checkIdentity(of: object, against: current, key)
            let fields = current[path: "metadata", "managedFields"]
            current = object
            if object[path: "metadata", "managedFields"] == nil {
                current.setMetadata("managedFields", fields)
            }
        }
        return .document(Representation(request).object(stored, key.kind, now()))
    }

    func patch(_ request: APIRequest, _ key: ObjectKey, subresource: String?) throws(APIFailure)
        -> APIResponse
    {
        guard let patch = try request.document() else { throw .badRequest("the request has no patch") }
        let type = request.contentType.split(separator: ";").first.map(String.init) ?? ""
        if type == "application/apply-patch+yaml" || type == "application/apply-patch+cbor" {
            return try apply(request, key, patch, subresource: subresource)
        }
        let manager = try request.manager(.update, subresource: subresource)
        let stored = try store.mutate(
            key, subresource: subresource,
            options: ObjectStore.WriteOptions(manager: manager, dryRun: request.isDryRun)
        ) { (current) throws(APIFailure) in
            let before = current
            switch type {
            case "application/json-patch+json": current = try JSONPatch(patch).applied(to: current)
            case "application/merge-patch+json": current = MergePatch.apply(patch, to: current)
            case "application/strategic-merge-patch+json":
                current = try StrategicMergePatch(kind: key.kind).apply(patch, to: current)
            default:
                throw APIFailure(
                    code: 415, reason: "UnsupportedMediaType",
                    message:
                        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml"
                )
            }
            try Self.checkIdentity(of: current, against: before, key)
        }
        return .document(Representation(request).object(stored, key.kind, now()))
    }

    private func apply(
        _ request: APIRequest, _ key: ObjectKey, _ wanted: JSONValue, subresource: String?
    ) throws(APIFailure) -> APIResponse {
        try checkKind(wanted, key.kind)
        if wanted[path: "metadata", "managedFields"]?.array?.isEmpty == false {
            throw .badRequest("metadata.managedFields must be nil")
        }
        let manager = try request.manager(.apply, subresource: subresource)
        let apply = ServerSideApply(
            kind: key.kind, manager: manager, force: request.flag("force"), time: Timestamp.string(now()))
        let dryRun = request.isDryRun
        do {
            let stored = try store.mutate(
                key, subresource: subresource, options: ObjectStore.WriteOptions(dryRun: dryRun)
            ) {
                (current) throws(APIFailure) in
                if let uid = wanted[path: "metadata", "uid"]?.string, uid != current.uid {
                    throw .conflict(key.kind, key.name)
                }
                current = try apply.applied(wanted, to: current)
            }
            return .document(Representation(request).object(stored, key.kind, now()))
        } catch  where error.code == 404 && subresource == nil && store.get(key) == nil {
            var fresh: JSONValue = [
                "apiVersion": .string(key.kind.apiVersion), "kind": .string(key.kind.kind),
                "metadata": ["name": .string(key.name)],
            ]
            fresh.setMetadata("namespace", key.namespace.map { .string($0) })
            let object = try apply.applied(wanted, to: fresh)
            let stored = try store.create(
                key.kind, namespace: key.namespace, object, options: ObjectStore.WriteOptions(dryRun: dryRun))
            return .document(Representation(request).object(stored, key.kind, now()), code: 201)
        }
    }

    private func checkKind(_ object: JSONValue, _ kind: ResourceKind) throws(APIFailure) {
        let stated = (object["kind"]?.string ?? kind.kind, object["apiVersion"]?.string ?? kind.apiVersion)
        guard stated == (kind.kind, kind.apiVersion) else {
            throw .badRequest(
                "the API version in the data (\(stated.1), Kind=\(stated.0)) does not match the expected API version (\(kind.apiVersion), Kind=\(kind.kind))"
            )
        }
    }

    /// A write that names a uid or a version holds for that object only.
    private static func checkIdentity(
        of object: JSONValue, against current: JSONValue, _ key: ObjectKey
    ) throws(APIFailure) {
        if let uid = object[path: "metadata", "uid"]?.string, !uid.isEmpty, uid != current.uid {
            throw .conflict(
                key.kind, key.name,
                "Precondition failed: UID in precondition: \(uid), UID in object meta: \(current.uid)")
        }
        if let version = object[path: "metadata", "resourceVersion"]?.string, !version.isEmpty,
            version != "0",
            version != current[path: "metadata", "resourceVersion"]?.string
        {
            throw .conflict(key.kind, key.name)
        }
    }
}
