internal import Domain
internal import Foundation
internal import Kubernetes
internal import Provisioning

/// Finds out what `ClusterFacts` tells, each of it by itself: what one may not see keeps nothing else away.
struct ClusterSurvey: Sendable {
    let workspace: Workspace
    let access: ClusterAccess

    /// - Throws: the reason when the API server can't be used at all.
    func facts() async throws -> ClusterFacts {
        let client = access.client
        try await client.readyz(timeout: .seconds(5))
        async let ingresses = try? client.list(IngressClass.self).items
        async let storages = try? client.list(StorageClass.self).items
        async let images = try? nodeImages()
        async let controller = try? controller()
        async let unrecorded = try? unrecorded()
        var facts = ClusterFacts()
        facts.version = try await client.serverVersion(timeout: .seconds(5))
        facts.isDemo = workspace.options.isDemo
        facts.isHere = Self.host(of: access).map(HostsFile.isThisMachine) ?? false
        facts.ingressClasses = await ingresses?.map { .init(name: $0.metadata.name, isDefault: $0.isDefault) }
        facts.storageClasses = await storages?.map { .init(name: $0.metadata.name, isDefault: $0.isDefault) }
        facts.images = await images
        let found = await controller ?? nil
        facts.controller = found?.controller
        facts.unrecorded = await unrecorded
        if !facts.isDemo, let address = facts.isHere ? "127.0.0.1" : found?.address {
            facts.door = await DoorProbe.look(
                at: address,
                .init(
                    publicPort: workspace.settings.publicPort,
                    hasIssuer: workspace.settings.tlsIssuer != nil))
        }
        return facts
    }

    static func host(of access: ClusterAccess) -> String? { URL(string: access.configuration.server)?.host }

    private func nodeImages() async throws -> [ClusterFacts.NodeImages] {
        try await access.client.list(.nodes).items.map { node in
            let images = node[path: "status", "images"]?.array ?? []
            let names = images.flatMap { ($0["names"]?.array ?? []).compactMap(\.string) }
            return ClusterFacts.NodeImages(
                node: node[path: "metadata", "name"]?.string ?? "a node", names: names,
                isComplete: images.count < 50)
        }
    }

    private func controller() async throws -> (controller: ClusterFacts.Controller, address: String?)? {
        let client = access.client
        let selection = Selection(labels: IngressController.labels)
        var pods = try await client.list(Pod.self, ListOptions(selection, limit: 500)).items
        if let namespace = workspace.settings.ingressNamespace {
            pods = pods.filter { $0.metadata.namespace == namespace }
        } else if Set(pods.map(\.metadata.namespace)).count > 1 {
            let classes = (try? await client.list(IngressClass.self).items) ?? []
            pods = IngressController.serving(workspace.settings.ingressClass, of: classes, among: pods)
        }
        guard let namespace = pods.first?.metadata.namespace else { return nil }
        let mine = pods.filter { $0.metadata.namespace == namespace }
        let services = try? await client.list(Service.self, in: namespace, ListOptions(selection)).items
        return (
            ClusterFacts.Controller(
                namespace: namespace,
                readyPods: mine.count(where: { $0.conditions["Ready"]?.isTrue ?? false }),
                pods: mine.count), services?.flatMap(\.addresses).first
        )
    }

    private func unrecorded() async throws -> [String] {
        let selection = Selection(labels: "\(Ownership.partOfLabel)=\(Ownership.partOf)")
        let namespaces = try await access.client.listMetadata(.namespaces, ListOptions(selection)).items
        let known = Set(
            try await workspace.database().stores(cluster: access.name).map { $0.id.description })
        return namespaces.filter { namespace in
            namespace.labels[Ownership.storeLabel].map { !known.contains($0) } ?? false
        }.map(\.name).sorted()
    }
}
