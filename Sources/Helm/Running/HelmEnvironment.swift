/// The whole environment of a Helm process. The credential plugins that a kubeconfig names run in it, as they do in
/// that of kubectl, and nobody knows which variables those need; so they get the parent's, but for what is the
/// parent's own business and what would have Helm do something else.
package struct HelmEnvironment: Sendable, Equatable {
    package let variables: [String: String]

    /// - Parameters:
    ///   - inherited: the parent's environment.
    ///   - withheld: the names of variables that stay the parent's, such as its secrets.
    ///   - kubeconfig: a path or a list of paths; nil inside a cluster.
    ///   - context: the kubeconfig's context; nil for its current one.
    ///   - folder: where Helm may keep its cache, configuration and data.
    package init(
        inherited: [String: String], withholding withheld: Set<String>, kubeconfig: String?, context: String?,
        folder: String
    ) {
        var variables = inherited.filter { name, _ in !withheld.contains(name) && !name.hasPrefix("HELM_") }
        variables["PATH"] = variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        variables["KUBECONFIG"] = kubeconfig
        variables["HELM_KUBECONTEXT"] = context
        variables["HELM_DRIVER"] = "secrets"
        variables["HELM_CACHE_HOME"] = folder + "/cache"
        variables["HELM_CONFIG_HOME"] = folder + "/config"
        variables["HELM_DATA_HOME"] = folder + "/data"
        self.variables = variables
    }
}
