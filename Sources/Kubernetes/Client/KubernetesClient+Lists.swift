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
        try await page(R.endpoint, namespace, options, Way()) {
            try ObjectCodec<R>.typed($0)
        }
    }

    /// The metadata alone of all objects that the options take in.
    @concurrent
    package func listMetadata(
        _ endpoint: ResourceEndpoint, in namespace: String? = nil, _ options: ListOptions = ListOptions()
    ) async throws -> ResourceList<ObjectMeta> {
        try await pages(endpoint, namespace, options, Way(accept: Self.partialList)) {
            try ObjectCodec<PartialObjectMetadata>.typed($0).metadata
        }
    }

    /// A list for a reflector, which sees to further attempts and to the time itself. It fails when a watch
    /// couldn't go on from it.
    @concurrent
    func listOnce<R: Resource>(
        _ type: R.Type, in namespace: String?, _ options: ListOptions, activity: Activity, fresh: Bool
    ) async throws -> ResourceList<R> {
        var way = Way(retries: 0, timeout: .seconds(600), activity: activity, fresh: fresh)
        if R.isMetadataOnly { way.accept = Self.partialList }
        let list = try await pages(R.endpoint, namespace, options, way) { try ObjectCodec<R>.typed($0) }
        if list.resourceVersion.isEmpty {
            throw KubernetesError.undecodable(what: "list", reason: "it has no resourceVersion")
        }
        return list
    }

    /// How a list's pages are asked for.
    private struct Way {
        var accept = "application/json"
        var retries = 10
        var timeout: Duration = .seconds(60)
        var activity: Activity?
        var fresh = false
    }

    private func pages<Object: Sendable>(
        _ endpoint: ResourceEndpoint, _ namespace: String?, _ options: ListOptions, _ way: Way = Way(),
        decode: (UnsafeRawBufferPointer) throws -> Object
    ) async throws -> ResourceList<Object> {
        var options = options
        var all = ResourceList<Object>()
        while true {
            let page: ResourceList<Object>
            do {
                page = try await self.page(endpoint, namespace, options, way, decode: decode)
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
        _ endpoint: ResourceEndpoint, _ namespace: String?, _ options: ListOptions, _ way: Way,
        decode: (UnsafeRawBufferPointer) throws -> Object
    ) async throws -> ResourceList<Object> {
        var call = APICall("GET", try collectionPath(endpoint, namespace), query: options.parameters)
        (call.accept, call.reading) = (way.accept, .chunks)
        (call.timeout, call.retries, call.needsFreshConnection) = (way.timeout, way.retries, way.fresh)
        let channel = try await open(call, activity: way.activity)
        var scanner = ListScanner()
        var list = ResourceList<Object>()
        while let chunk = try await channel.chunk() {
            try chunk.withUnsafeBytes { bytes in
                try scanner.consume(bytes) { list.items.append(try decode($0)) }
            }
            if scanner.pending > ResponseChannel.longestLine {
                throw KubernetesError.undecodable(what: "list", reason: "an object in it is too long")
            }
        }
        let envelope = try ObjectCodec<ListEnvelope>.typed(scanner.envelope)
        guard envelope.hasItems else {
            throw KubernetesError.undecodable(what: "list", reason: "it has no items")
        }
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
    /// A list without objects has them too, empty or null.
    var hasItems: Bool

    private enum Key: CodingKey { case metadata, items }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decodeIfPresent(Metadata.self, forKey: .metadata)
        hasItems = container.contains(.items)
    }
}
