package import Kubernetes

/// Finds the ingress controller, whose pods have to reach the stores'.
package enum IngressController {
    /// A label selector: the name that the usual controllers' charts put on their pods and Services.
    package static let labels =
        "app.kubernetes.io/name in (traefik,ingress-nginx,nginx-ingress,haproxy-ingress,kong,contour)"
    private static let selection = Selection(labels: labels)

    /// By what an ingress class names as its controller, what that one's pods are labelled.
    private static let names = [
        "traefik.io/ingress-controller": "traefik", "k8s.io/ingress-nginx": "ingress-nginx",
        "nginx.org/ingress-controller": "nginx-ingress",
        "haproxy-ingress.github.io/controller": "haproxy-ingress",
        "ingress-controllers.konghq.com/kong": "kong",
    ]

    /// The namespaces that pods serving a class run in, by name; none where no controller is found, or where pods
    /// can't be listed.
    /// - Parameter name: the ingress class; nil for the default that urumi takes.
    static func namespaces(serving name: String?, _ client: KubernetesClient) async throws -> [String] {
        do {
            let pods = try await client.list(Pod.self, ListOptions(selection, limit: 500)).items
            guard Set(pods.map(\.metadata.namespace)).count > 1 else { return namespaces(of: pods) }
            return namespaces(of: serving(name, of: try await classes(client), among: pods))
        } catch KubernetesError.forbidden {
            return []
        }
    }

    /// The cluster's classes; none where they can't be listed, as without them it's only known less well who
    /// serves one.
    private static func classes(_ client: KubernetesClient) async throws -> [IngressClass] {
        do {
            return try await client.list(IngressClass.self).items
        } catch KubernetesError.forbidden {
            return []
        }
    }

    private static func namespaces(of pods: [Pod]) -> [String] {
        Set(pods.compactMap(\.metadata.namespace)).sorted()
    }

    /// Those of the controllers' pods that serve a class, nil being the default that urumi takes; all of them where
    /// that can't be told.
    package static func serving(_ name: String?, of classes: [IngressClass], among pods: [Pod]) -> [Pod] {
        let wanted =
            if let name { classes.first { $0.metadata.name == name } } else {
                classes.first(where: \.isDefault) ?? classes.first { $0.metadata.name == "traefik" }
            }
        guard let label = wanted?.controller.flatMap({ names[$0] }) else { return pods }
        let serving = pods.filter { $0.metadata.labels["app.kubernetes.io/name"] == label }
        return serving.isEmpty ? pods : serving
    }
}
