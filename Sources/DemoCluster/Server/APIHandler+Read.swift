import Kubernetes

extension APIHandler {
    func get(_ request: APIRequest, _ key: ObjectKey) throws(APIFailure) -> APIResponse {
        guard let object = store.get(key) else { throw .notFound(key.kind, key.name) }
        return .document(Representation(request).object(object, key.kind, now()))
    }

    func list(_ request: APIRequest, _ path: ResourcePath) throws(APIFailure) -> APIResponse {
        let filter = try ObjectFilter(request, path.kind)
        let view = store.view()
        var version = view.resourceVersion
        var objects: [JSONValue]
        if let token = request["continue"], !token.isEmpty {
            let place = try ContinueToken(token, notBefore: store.forgottenVersion)
            version = place.resourceVersion
            objects = try store.list(path.kind, namespace: path.namespace, asOf: version)
            objects.removeAll { ($0.namespace ?? "", $0.name) <= (place.namespace, place.name) }
        } else {
            objects = view.list(path.kind, namespace: path.namespace)
        }
        objects = objects.filter(filter.matches)
        objects.sort { ($0.namespace ?? "", $0.name) < ($1.namespace ?? "", $1.name) }
        var remaining: Int?
        var next: String?
        if let limit = request["limit"].flatMap({ Int($0) }), limit > 0, objects.count > limit {
            remaining = objects.count - limit
            objects.removeLast(objects.count - limit)
            next = objects.last.map {
                ContinueToken(resourceVersion: version, namespace: $0.namespace ?? "", name: $0.name).text
            }
        }
        var metadata: JSONValue = ["resourceVersion": .string(String(version))]
        metadata["continue"] = next.map { .string($0) }
        metadata["remainingItemCount"] = remaining.map { .integer(Int64($0)) }
        return .document(Representation(request).list(objects, path.kind, metadata, now()))
    }

    func watch(_ request: APIRequest, _ path: ResourcePath, only name: String?) throws(APIFailure)
        -> APIResponse
    {
        var filter = try ObjectFilter(request, path.kind)
        if let name { filter.fields.append(.init(path: ["metadata", "name"], value: name, isEqual: true)) }
        let sendsInitialEvents = request.flag("sendInitialEvents")
        var version = request["resourceVersion"].flatMap { UInt64($0) }
        if version == 0 || sendsInitialEvents { version = nil }
        let start: ObjectStore.WatchStart
        do {
            start = try store.watch(path.kind, namespace: path.namespace, after: version)
        } catch {
            // As the real server has it: the answer is 200 and the refusal is the first and only event.
            return .watch(WatchSource(failure: error))
        }
        return .watch(
            WatchSource(
                kind: path.kind, start: start, filter: filter, representation: Representation(request),
                bookmarks: request.flag("allowWatchBookmarks"), endsInitialEvents: sendsInitialEvents,
                bookmarkInterval: bookmarkInterval,
                timeout: request["timeoutSeconds"].flatMap { Int($0) }.map { .seconds($0) } ?? .seconds(2400),
                activity: activity, now: now, sleep: sleep))
    }
}
