/// The server's version, as /version tells it.
package struct ServerVersion: Sendable, Hashable, Decodable {
    package var major: String
    package var minor: String
    package var gitVersion: String

    /// The minor number without a provider's "+"; 0 when it has none.
    package var minorNumber: Int { Int(minor.prefix { $0.isASCII && $0.isNumber }) ?? 0 }
}

/// A kind that a group and version serve.
package struct APIResource: Sendable, Hashable, Decodable {
    /// The plural name; a subresource as "pods/log".
    package var name: String
    package var kind: String
    package var namespaced: Bool
    package var verbs: [String]
}

extension KubernetesClient {
    @concurrent
    package func serverVersion(timeout: Duration = .seconds(10)) async throws -> ServerVersion {
        var call = APICall("GET", "/version")
        call.timeout = timeout
        return try ObjectCodec<ServerVersion>.typed(try await send(call))
    }

    /// Returns when the API server says that it's ready; throws why it isn't.
    @concurrent
    package func readyz(timeout: Duration = .seconds(5)) async throws {
        var call = APICall("GET", "/readyz")
        (call.timeout, call.accept) = (timeout, "*/*")
        do {
            _ = try await send(call)
        } catch let error as KubernetesError where [401, 403, 404].contains(error.status?.code) {
            // Whoever may not ask still learns that the server answers.
        }
    }

    /// What a group and version ("apps", "v1"; "" is the core) serve; fails with `notFound` when it's unknown.
    @concurrent
    package func resources(group: String, version: String) async throws -> [APIResource] {
        let segments = group.isEmpty ? ["api", version] : ["apis", group, version]
        let path = segments.map { "/" + PercentEncoding.encode($0) }.joined()
        return try ObjectCodec<APIResourceList>.typed(try await send(APICall("GET", path))).resources
    }

    /// Whether the server has that kind.
    @concurrent
    package func serves(_ endpoint: ResourceEndpoint) async throws -> Bool {
        do {
            return try await resources(group: endpoint.group, version: endpoint.version)
                .contains { $0.name == endpoint.plural }
        } catch let error as KubernetesError where error.isNotFound {
            return false
        }
    }
}

private struct APIResourceList: Decodable {
    var resources: [APIResource]
}
