import Foundation

extension KubernetesClient {
    // MARK: One object

    @concurrent
    package func get<R: Resource>(_ type: R.Type = R.self, _ name: String, in namespace: String? = nil)
        async throws -> R
    {
        let path = try objectPath(R.endpoint, name, namespace)
        return try ObjectCodec<R>.typed(try await send(APICall("GET", path)))
    }

    @concurrent
    package func get(
        _ endpoint: ResourceEndpoint, _ name: String, in namespace: String? = nil, subresource: String? = nil
    ) async throws -> JSONValue {
        let path = try objectPath(endpoint, name, namespace, subresource)
        return try ObjectCodec.dynamic(try await send(APICall("GET", path)))
    }

    /// The metadata alone of an object, which costs neither its contents nor, for Secrets, their exposure.
    @concurrent
    package func metadata(_ endpoint: ResourceEndpoint, _ name: String, in namespace: String? = nil)
        async throws -> ObjectMeta
    {
        var call = APICall("GET", try objectPath(endpoint, name, namespace))
        call.accept = Self.partialObject
        return try ObjectCodec<PartialObjectMetadata>.typed(try await send(call)).metadata
    }

    // MARK: Writing

    /// Creates an object whose JSON has at least metadata.name; kind and apiVersion are filled in.
    @discardableResult @concurrent
    package func create(
        _ endpoint: ResourceEndpoint, _ object: JSONValue, in namespace: String? = nil,
        options: WriteOptions = WriteOptions()
    ) async throws -> JSONValue {
        let path = try collectionPath(endpoint, namespace, forWriting: true)
        return try ObjectCodec.dynamic(try await write("POST", path, endpoint.complete(object), options))
    }

    /// Replaces the object that `metadata.name` names; with a resourceVersion only that version of it.
    @discardableResult @concurrent
    package func replace(
        _ endpoint: ResourceEndpoint, _ object: JSONValue, in namespace: String? = nil,
        options: WriteOptions = WriteOptions()
    ) async throws -> JSONValue {
        let name = object[path: "metadata", "name"]?.string ?? ""
        let path = try objectPath(endpoint, name, namespace, options.subresource)
        return try ObjectCodec.dynamic(try await write("PUT", path, endpoint.complete(object), options))
    }

    @discardableResult @concurrent
    package func patch(
        _ endpoint: ResourceEndpoint, _ name: String, _ patch: Patch, in namespace: String? = nil,
        options: WriteOptions = WriteOptions()
    ) async throws -> JSONValue {
        let path = try objectPath(endpoint, name, namespace, options.subresource)
        var parameters = options.parameters
        var body = patch.body
        if case .apply(let object, let manager, let force) = patch {
            parameters =
                [("fieldManager", manager), ("force", String(force))]
                + (options.dryRun ? [("dryRun", "All")] : [])
            body = endpoint.complete(object)
        }
        var call = APICall("PATCH", path, query: parameters)
        (call.body, call.contentType) = (body.encoded(), patch.contentType)
        return try ObjectCodec.dynamic(try await send(call))
    }

    /// Asks for an object's deletion. The answer is a Status when it's gone at once, else the object as it
    /// waits for its finalizers.
    @discardableResult @concurrent
    package func delete(
        _ endpoint: ResourceEndpoint, _ name: String, in namespace: String? = nil,
        options: DeleteOptions = DeleteOptions()
    ) async throws -> JSONValue {
        var call = APICall("DELETE", try objectPath(endpoint, name, namespace))
        call.body = options.body.encoded()
        return try ObjectCodec.dynamic(try await send(call))
    }

    /// Asks for the deletion of all objects in a namespace that the selection takes in.
    @concurrent
    package func deleteCollection(
        _ endpoint: ResourceEndpoint, in namespace: String, _ selection: Selection,
        options: DeleteOptions = DeleteOptions()
    ) async throws {
        let path = try collectionPath(endpoint, namespace, forWriting: true)
        var call = APICall("DELETE", path, query: selection.parameters)
        call.body = options.body.encoded()
        _ = try await send(call)
    }

    // MARK: Paths

    static let partialObject = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"
    static let partialList =
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"

    private func write(_ method: String, _ path: String, _ object: JSONValue, _ options: WriteOptions)
        async throws -> [UInt8]
    {
        var call = APICall(method, path, query: options.parameters)
        call.body = object.encoded()
        return try await send(call)
    }

    /// An empty name would turn an object's path into its collection's, so it's refused.
    func objectPath(
        _ endpoint: ResourceEndpoint, _ name: String, _ namespace: String?, _ subresource: String? = nil
    ) throws -> String {
        guard !name.isEmpty, name != ".", name != ".." else {
            throw KubernetesError.invalidRequest(reason: "a \(endpoint.kind) without a name")
        }
        _ = try collectionPath(endpoint, namespace, forWriting: true)
        return endpoint.path(namespace: namespace, name: name, subresource: subresource)
    }

    func collectionPath(_ endpoint: ResourceEndpoint, _ namespace: String?, forWriting: Bool = false) throws
        -> String
    {
        if endpoint.namespaced, namespace.map(\.isEmpty) ?? forWriting {
            throw KubernetesError.invalidRequest(reason: "a \(endpoint.kind) without a namespace")
        }
        return endpoint.path(namespace: namespace)
    }
}

extension ResourceEndpoint {
    fileprivate func complete(_ object: JSONValue) -> JSONValue {
        var object = object
        if object["apiVersion"] == nil { object["apiVersion"] = .string(apiVersion) }
        if object["kind"] == nil { object["kind"] = .string(kind) }
        return object
    }
}
