import Foundation

extension ClusterConfiguration {
    /// What a pod's service account gives: the API's address from the environment, CA, token and namespace
    /// from the mounted folder.
    package static func inCluster(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        folder: String = "/var/run/secrets/kubernetes.io/serviceaccount"
    ) throws(KubernetesError) -> ClusterConfiguration {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty,
            let port = environment["KUBERNETES_SERVICE_PORT"], !port.isEmpty
        else {
            throw .noConfiguration(
                lookedFor: ["KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, which every pod has"])
        }
        let authority = try FileText.bytes(folder + "/ca.crt", purpose: "the service account's CA")
        _ = try FileText.bytes(folder + "/token", purpose: "the service account's token")
        let namespace = try? FileText.bytes(folder + "/namespace", purpose: "the pod's namespace")
        return ClusterConfiguration(
            contextName: "in-cluster", server: "https://\(host.contains(":") ? "[\(host)]" : host):\(port)",
            tls: TLSConfiguration(certificateAuthority: authority),
            authentication: .tokenFile(path: folder + "/token", fallback: nil),
            defaultNamespace: namespace.map { String(decoding: $0, as: UTF8.self) } ?? "default")
    }
}
