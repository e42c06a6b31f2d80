import Foundation

extension KubernetesClient {
    /// All objects that the options take in, following the pages that the server makes; nil spans all
    /// namespaces. A `limit` is the size of those pages.
    @concurrent
    package func list<R: Resource>(
        _ type: R.Type = R.self, in namespace: String? = nil, _ options: ListOptions = ListOptions()
    ) async throws -> ResourceList<R> {
        try await pages(R.endpoint, namespace, options) { try ObjectCodec<R>.typed($0) }
    }

    @concurrent
    package func list(
        _ endpoint: ResourceEndpoint, in namespace: String? = nil, _ options: ListOptions = ListOptions()
    ) async throws -> ResourceList<JSONValue> {
        try await pages(endpoint, namespace, options) {
            var object = try ObjectCodec.dynamic($0)
            if object["apiVersion"] == nil { object["apiVersion"] = .string(endpoint.apiVersion) }
            if object["kind"] == nil { object["kind"] = .string(endpoint.kind) }
            return object
        }
    }

    /// One page; its `continuation` asks for the next.
    @concurrent
    package func page<R: Resource>(
        _ type: R.Type = R.self, in namespace: String? = nil, _ options: ListOptions
    )
        async throws -> ResourceList<R>
    {
        try await page(R.endpoint, namespace, options, accept: "application/json") {
            try ObjectCodec<R>.typed($0)
        }
    }

    /// The metadata alone of all objects that the options take in.
    @concurrent
    package func listMetadata(
        _ endpoint: ResourceEndpoint, in namespace: String? = nil, _ options: ListOptions = ListOptions()
    ) async throws -> ResourceList<ObjectMeta> {
        try await pages(endpoint, namespace, options, accept: Self.partialList) {
            try ObjectCodec<PartialObjectMetadata>.typed($0).metadata
        }
    }

    /// A list for a reflector, which sees to further attempts itself.
    @concurrent
    func listOnce<R: Resource>(_ type: R.Type, in namespace: String?, _ options: ListOptions) async throws
        -> ResourceList<R>
    {
        try await pages(R.endpoint, namespace, options, retries: 0) { try ObjectCodec<R>.typed($0) }
    }

    private func pages<Object: Sendable>(
        _ endpoint: ResourceEndpoint, _ namespace: String?, _ options: ListOptions,
        accept: String = "application/json", retries: Int = 10,
        decode: (UnsafeRawBufferPointer) throws -> Object
    ) async throws -> ResourceList<Object> {
        var options = options
        var all = ResourceList<Object>()
        while true {
            let page: ResourceList<Object>
            do {
                page = try await self.page(
                    endpoint, namespace, options, accept: accept, retries: retries, decode: decode)
            } catch let error as KubernetesError where error.isGone && options.continuation != nil {
                // The pages have outlived their snapshot: only a list in one piece is consistent now.
                (options.continuation, options.limit, all.items) = (nil, nil, [])
                continue
            }
            all.items = all.items.isEmpty ? page.items : all.items + page.items
            all.resourceVersion = page.resourceVersion
            guard let continuation = page.continuation, continuation != options.continuation else {
                return all
            }
            options.continuation = continuation
        }
    }

    private func page<Object: Sendable>(
        _ endpoint: ResourceEndpoint, _ namespace: String?, _ options: ListOptions, accept: String,
        retries: Int = 10, decode: (UnsafeRawBufferPointer) throws -> Object
    ) async throws -> ResourceList<Object> {
        var call = APICall("GET", try collectionPath(endpoint, namespace), query: options.parameters)
        call.accept = accept
        (call.timeout, call.retries, call.reading) = (.seconds(60), retries, .chunks)
        let channel = try await open(call)
        var scanner = ListScanner()
        var list = ResourceList<Object>()
        while let chunk = try await channel.chunk() {
            try chunk.withUnsafeBytes { bytes in
                try scanner.consume(bytes) { list.items.append(try decode($0)) }
            }
        }
        let envelope = try ObjectCodec<ListEnvelope>.typed(scanner.envelope)
        list.resourceVersion = envelope.metadata?.resourceVersion ?? ""
        list.continuation = envelope.metadata?.continue.flatMap { $0.isEmpty ? nil : $0 }
        return list
    }
}

private struct ListEnvelope: Decodable {
    struct Metadata: Decodable {
        var resourceVersion: String?
        var `continue`: String?
    }
    var metadata: Metadata?
}
