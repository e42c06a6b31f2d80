internal import Domain
internal import Foundation
package import Kubernetes
internal import Provisioning

/// The cluster that is worked on, with a client to it.
package struct ClusterAccess: Sendable {
    package let configuration: ClusterConfiguration
    package let client: KubernetesClient

    package init(_ workspace: Workspace) throws {
        configuration = try workspace.clusterConfiguration()
        client = KubernetesClient(configuration)
    }

    /// The kube context's name, under which stores are recorded.
    package var name: String { configuration.contextName }

    /// Whether the API server answers at once.
    func answers() async -> Bool { (try? await client.readyz(timeout: .seconds(2))) != nil }

    /// - Throws: the reason when the API server doesn't answer within a few seconds, isn't ready or refuses
    ///   the credentials.
    func requireReachable() async throws {
        try await client.readyz(timeout: .seconds(5))
        do {
            // Everybody may ask for the version, but nobody with a wrong credential.
            _ = try await client.serverVersion(timeout: .seconds(5))
        } catch KubernetesError.forbidden {}
    }

    /// What the cluster shows of all stores; nil with the reason when it can't be had in time.
    func observe(within limit: Duration = .seconds(10)) async -> (
        stores: [String: StoreObservation]?, reason: String?
    ) {
        let observer = ClusterObserver(client: client)
        return await withTaskGroup(of: ([String: StoreObservation]?, String?)?.self) { group in
            group.addTask {
                await observer.run()
                return nil
            }
            group.addTask {
                for await update in observer.updates() {
                    switch update {
                    case .observed(let stores): return (stores.compactMapValues { $0 }, nil)
                    case .connection(.stale(_, let reason)), .connection(.notConfigured(let reason)):
                        return (nil, reason)
                    default: continue
                    }
                }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: limit)
                return (nil, "the cluster didn't answer within \(limit.components.seconds) s")
            }
            defer { group.cancelAll() }
            while let answer = await group.next() { if let answer { return (answer.0, answer.1) } }
            return (nil, "the cluster didn't answer")
        }
    }
}
