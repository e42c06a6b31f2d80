import Kubernetes

extension APIHandler {
    func delete(_ request: APIRequest, _ key: ObjectKey) throws(APIFailure) -> APIResponse {
        let outcome = try store.delete(key, options: Self.options(request))
        return Self.answer(outcome, key)
    }

    func deleteCollection(_ request: APIRequest, _ path: ResourcePath) throws(APIFailure) -> APIResponse {
        let options = try Self.options(request)
        let filter = try ObjectFilter(request, path.kind)
        let view = store.view()
        var deleted: [JSONValue] = []
        for object in view.list(path.kind, namespace: path.namespace) where filter.matches(object) {
            let key = ObjectKey(path.kind, namespace: object.namespace, name: object.name)
            do { deleted.append(try store.delete(key, options: options).object) } catch
                where error.code == 404
            {}
        }
        return .document(
            [
                "kind": .string(path.kind.kind + "List"), "apiVersion": .string(path.kind.apiVersion),
                "metadata": ["resourceVersion": .string(String(view.resourceVersion))],
                "items": .array(deleted),
            ])
    }

    /// Options stand in the body or, in part, in the query.
    static func options(_ request: APIRequest) throws(APIFailure) -> DeletionOptions {
        let body = try request.document() ?? .null
        var options = DeletionOptions()
        options.uid = body[path: "preconditions", "uid"]?.string
        options.resourceVersion = body[path: "preconditions", "resourceVersion"]?.string
        let policy = body["propagationPolicy"]?.string ?? request["propagationPolicy"]
        if let policy {
            guard let known = DeletionPropagation(rawValue: policy) else {
                throw .badRequest("invalid propagationPolicy: \(policy)")
            }
            options.propagation = known
        } else if let orphans = body["orphanDependents"]?.bool {
            options.propagation = orphans ? .orphan : .background
        }
        options.gracePeriod =
            body["gracePeriodSeconds"]?.integer ?? request["gracePeriodSeconds"].flatMap { Int($0) }
        options.dryRun = request.isDryRun || body["dryRun"]?.array?.contains("All") == true
        return options
    }

    /// The object while something holds it (and for kinds that always answer with it), else a Status.
    static func answer(_ outcome: DeletionOutcome, _ key: ObjectKey) -> APIResponse {
        let returnsObject: Set<ResourceKind> = [
            .pod, .service, .serviceAccount, .persistentVolumeClaim, .persistentVolume, .resourceQuota,
        ]
        guard outcome.removed, !returnsObject.contains(key.kind) else { return .document(outcome.object) }
        var details = APIFailure.details(key.kind, key.name)
        details["uid"] = .string(outcome.object.uid)
        return .document([
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": details,
        ])
    }
}
