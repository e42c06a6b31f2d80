extension KubernetesClient {
    /// The changes to the objects that the options take in, from a resource version on. Opening fails like
    /// any request; the stream ends when the server ends it, and fails when the connection does.
    @concurrent
    package func watch<R: Resource>(
        _ type: R.Type = R.self, in namespace: String? = nil, _ options: WatchOptions = WatchOptions()
    ) async throws -> AsyncThrowingStream<WatchEvent<R>, any Error> {
        try await watch(type, in: namespace, options, activity: nil, fresh: false)
    }

    /// `fresh` asks for a new connection.
    @concurrent
    func watch<R: Resource>(
        _ type: R.Type, in namespace: String?, _ options: WatchOptions, activity: Activity?, fresh: Bool
    ) async throws -> AsyncThrowingStream<WatchEvent<R>, any Error> {
        let accept = R.isMetadataOnly ? Self.partialObject : nil
        let channel = try await openWatch(R.endpoint, namespace, options, activity, fresh, accept: accept)
        return AsyncThrowingStream {
            guard let line = try await channel.line() else { return nil }
            return try ObjectCodec<WatchLine<R>>.typed(line).event
        }
    }

    @concurrent
    package func watch(
        _ endpoint: ResourceEndpoint, in namespace: String? = nil, _ options: WatchOptions = WatchOptions()
    ) async throws -> AsyncThrowingStream<WatchEvent<JSONValue>, any Error> {
        let channel = try await openWatch(endpoint, namespace, options, nil, false)
        return AsyncThrowingStream {
            guard let line = try await channel.line() else { return nil }
            return try WatchEvent(line: try ObjectCodec.dynamic(line))
        }
    }

    private func openWatch(
        _ endpoint: ResourceEndpoint, _ namespace: String?, _ options: WatchOptions, _ activity: Activity?,
        _ fresh: Bool, accept: String? = nil
    ) async throws -> ResponseChannel {
        var call = APICall("GET", try collectionPath(endpoint, namespace), query: options.parameters)
        if let accept { call.accept = accept }
        (call.reading, call.retries, call.needsFreshConnection) = (.lines, 0, fresh)
        return try await open(call, activity: activity)
    }
}
