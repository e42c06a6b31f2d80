internal import Kubernetes

extension OpenWorkspace {
    /// The ingress class of new stores: the one set, else the cluster's default (nil), else Traefik's where the
    /// cluster has that. One that doesn't answer at once is left to its default.
    func ingressClass() async -> String? {
        if let set = workspace.settings.ingressClass { return set }
        guard await cluster.answers(), let classes = try? await cluster.client.list(IngressClass.self).items,
            !classes.contains(where: \.isDefault)
        else { return nil }
        return classes.map(\.metadata.name).first { $0 == "traefik" }
    }
}
