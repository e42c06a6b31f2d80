internal import Kubernetes

/// Finds the ingress controller, whose pods have to reach the stores'.
package enum IngressController {
    /// A label selector: the name that the usual controllers' charts put on their pods and Services.
    package static let labels =
        "app.kubernetes.io/name in (traefik,ingress-nginx,nginx-ingress,haproxy-ingress,kong,contour)"
    private static let selection = Selection(labels: labels)

    /// The namespace that it runs in; nil where none is found or pods can't be listed.
    static func namespace(_ client: KubernetesClient) async throws -> String? {
        do {
            return try await client.list(Pod.self, ListOptions(selection, limit: 500)).items.first?.metadata
                .namespace
        } catch KubernetesError.forbidden {
            return nil
        }
    }
}
