/// The whole environment of a Helm process: what is named here, and nothing else of the parent's.
package struct HelmEnvironment: Sendable, Equatable {
    package let variables: [String: String]

    /// - Parameters:
    ///   - inherited: the parent's environment, from which only what Helm, its credential plugins and
    ///     proxies need is taken.
    ///   - kubeconfig: a path or a list of paths; nil inside a cluster.
    ///   - context: the kubeconfig's context; nil for its current one.
    ///   - folder: where Helm may keep its cache, configuration and data.
    package init(
        inherited: [String: String], kubeconfig: String?, context: String?, folder: String
    ) {
        var variables = inherited.filter { name, _ in
            Self.passed.contains(name) || Self.passedPrefixes.contains { name.hasPrefix($0) }
        }
        variables["PATH"] = variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        variables["KUBECONFIG"] = kubeconfig
        variables["HELM_KUBECONTEXT"] = context
        variables["HELM_DRIVER"] = "secrets"
        variables["HELM_CACHE_HOME"] = folder + "/cache"
        variables["HELM_CONFIG_HOME"] = folder + "/config"
        variables["HELM_DATA_HOME"] = folder + "/data"
        self.variables = variables
    }

    private static let passed: Set<String> = [
        "HOME", "PATH", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "ALL_PROXY",
        "all_proxy",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT",
    ]
    /// What the clouds' credential plugins read.
    private static let passedPrefixes = ["AWS_", "AZURE_", "GOOGLE_", "CLOUDSDK_", "DIGITALOCEAN_"]
}
