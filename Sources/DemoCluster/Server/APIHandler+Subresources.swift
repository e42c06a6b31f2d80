import Foundation
import HTTPTypes
import Kubernetes

extension APIHandler {
    func answer(
        _ request: APIRequest, _ path: ResourcePath, subresource: String, _ key: ObjectKey
    ) throws(APIFailure) -> APIResponse {
        switch (subresource, path.kind) {
        case ("status", _) where path.kind.hasStatus: return try part(request, key, subresource)
        case ("scale", _) where path.kind.hasScale: return try scale(request, key)
        case ("finalize", .namespace): return try part(request, key, subresource)
        case ("log", .pod): return try log(request, key)
        case ("eviction", .pod): return try evict(request, key)
        case ("binding", .pod): return try bind(request, key)
        case ("ephemeralcontainers", .pod), ("resize", .pod): return try part(request, key, subresource)
        case ("exec", .pod), ("attach", .pod), ("portforward", .pod), ("proxy", .pod), ("proxy", .service):
            _ = try existing(key)
            throw APIFailure(
                code: 501, reason: "NotImplemented",
                message: "the demo cluster runs no containers: \(subresource) is not available")
        case ("token", .serviceAccount): return try token(request, key)
        default:
            throw APIFailure(
                code: 404, reason: "NotFound", message: "the server could not find the requested resource",
                details: [:])
        }
    }

    private func existing(_ key: ObjectKey) throws(APIFailure) -> JSONValue {
        guard let object = store.get(key) else { throw .notFound(key.kind, key.name) }
        return object
    }

    private func part(
        _ request: APIRequest, _ key: ObjectKey, _ subresource: String
    ) throws(APIFailure) -> APIResponse {
        switch request.method {
        case .get: return try get(request, key)
        case .put: return try update(request, key, subresource: subresource)
        case .patch: return try patch(request, key, subresource: subresource)
        default: throw Self.methodNotAllowed
        }
    }

    private func scale(_ request: APIRequest, _ key: ObjectKey) throws(APIFailure) -> APIResponse {
        let object = try existing(key)
        if request.method == .get { return .document(Scale.of(object)) }
        let change = try request.document() ?? .null
        let type = request.contentType.split(separator: ";").first.map(String.init) ?? ""
        let manager = try request.manager(.update, subresource: "scale")
        let stored = try store.mutate(
            key, subresource: "scale",
            options: ObjectStore.WriteOptions(manager: manager, dryRun: request.isDryRun)
        ) { (object) throws(APIFailure) in
            let current = Scale.of(object)
            let wanted: JSONValue =
                switch (request.method, type) {
                case (.put, _): change
                case (.patch, "application/json-patch+json"): try JSONPatch(change).applied(to: current)
                case (.patch, _): MergePatch.apply(change, to: current)
                default: throw Self.methodNotAllowed
                }
            if let version = wanted[path: "metadata", "resourceVersion"]?.string, !version.isEmpty,
                version != String(object.resourceVersion)
            {
                throw .conflict(key.kind, key.name)
            }
            var spec = object["spec"] ?? .object([:])
            spec["replicas"] = wanted[path: "spec", "replicas"] ?? 0
            object["spec"] = spec
        }
        return .document(Scale.of(stored))
    }

    private func log(_ request: APIRequest, _ key: ObjectKey) throws(APIFailure) -> APIResponse {
        let pod = try existing(key)
        let spec = pod["spec"] ?? .null
        let regular = spec["containers"]?.array?.compactMap { $0["name"]?.string } ?? []
        let initial = spec["initContainers"]?.array?.compactMap { $0["name"]?.string } ?? []
        let asked = request["container"].flatMap { $0.isEmpty ? nil : $0 }
        if asked == nil, regular.count > 1 {
            let choices = "choose one of: [\(regular.joined(separator: " "))]"
            throw .badRequest("a container name must be specified for pod \(key.name), \(choices)")
        }
        guard let container = asked ?? regular.first, (regular + initial).contains(container) else {
            throw .badRequest("container \(asked ?? "") is not valid for pod \(key.name)")
        }
        let log = try logs.log(
            of: pod, container: container, previous: request.flag("previous"), follow: request.flag("follow"))
        return .log(LogSource(request, log, now: now()))
    }

    private func evict(_ request: APIRequest, _ key: ObjectKey) throws(APIFailure) -> APIResponse {
        let pod = try existing(key)
        let budgets = store.list(.podDisruptionBudget, namespace: key.namespace).filter {
            LabelSelector($0[path: "spec", "selector"] ?? .null).matches(pod.labels)
        }
        if budgets.contains(where: { ($0[path: "status", "disruptionsAllowed"]?.integer ?? 0) < 1 }) {
            throw APIFailure(
                code: 429, reason: "TooManyRequests",
                message: "Cannot evict pod as it would violate the pod's disruption budget.")
        }
        let body = try request.document() ?? .null
        var options = DeletionOptions(dryRun: request.isDryRun)
        options.gracePeriod = body[path: "deleteOptions", "gracePeriodSeconds"]?.integer
        try store.delete(key, options: options)
        return .document(
            ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success"], code: 201)
    }

    private func bind(_ request: APIRequest, _ key: ObjectKey) throws(APIFailure) -> APIResponse {
        let node = try request.document()?[path: "target", "name"]?.string ?? ""
        try store.mutate(key, subresource: "binding") { (pod) throws(APIFailure) in
            var spec = pod["spec"] ?? .object([:])
            if let bound = spec["nodeName"]?.string {
                throw .conflict(
                    key.kind, key.name, "pod \(key.name) is already assigned to node \"\(bound)\"")
            }
            spec["nodeName"] = .string(node)
            pod["spec"] = spec
        }
        return .document(
            ["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success"], code: 201)
    }

    private func token(_ request: APIRequest, _ key: ObjectKey) throws(APIFailure) -> APIResponse {
        let account = try existing(key)
        var review = try request.document() ?? .object([:])
        let expiry = Timestamp.string(now().addingTimeInterval(3600))
        review["kind"] = "TokenRequest"
        review["apiVersion"] = "authentication.k8s.io/v1"
        review["status"] = [
            "token": .string("demo.\(account.uid)"), "expirationTimestamp": .string(expiry),
        ]
        return .document(review, code: 201)
    }
}
