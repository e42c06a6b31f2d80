import Foundation

extension ClusterConfiguration {
    init(_ context: Kubeconfig.Context, _ cluster: KubeconfigFile.Entry, _ user: KubeconfigFile.Entry?)
        throws(KubernetesError)
    {
        let server = try cluster.settings.text("server") ?? ""
        guard let url = URL(string: server), let scheme = url.scheme, ["http", "https"].contains(scheme),
            url.host?.isEmpty == false
        else {
            throw cluster.settings.malformed("server", "\"\(server)\" is no http or https URL")
        }
        let skips = try cluster.settings.bool("insecure-skip-tls-verify") ?? false
        let authority = try cluster.pem("certificate-authority", purpose: "the cluster's CA")
        if skips, authority != nil {
            throw cluster.settings.malformed(
                "insecure-skip-tls-verify", "a CA and skipping its check exclude each other")
        }
        var tls = TLSConfiguration(
            certificateAuthority: authority, serverName: try cluster.settings.text("tls-server-name"),
            skipsVerification: skips)
        tls.clientCertificate = try user?.pem("client-certificate", purpose: "the user's certificate")
        tls.clientKey = try user?.pem("client-key", purpose: "the user's key")
        if let user, (tls.clientCertificate == nil) != (tls.clientKey == nil) {
            throw user.settings.malformed(
                nil, "a client certificate needs its key, and a key its certificate")
        }
        let namespace = context.namespace ?? ""
        self.init(
            contextName: context.name, server: server, tls: tls,
            authentication: try user.map { user throws(KubernetesError) in try Authentication(user) }
                ?? .none,
            proxyURL: try cluster.settings.text("proxy-url"),
            defaultNamespace: namespace.isEmpty ? "default" : namespace)
    }
}

extension Authentication {
    fileprivate init(_ user: KubeconfigFile.Entry) throws(KubernetesError) {
        let settings = user.settings
        let token = try settings.text("token").flatMap { $0.isEmpty ? nil : $0 }
        if let path = try user.path("tokenFile") {
            self = .tokenFile(path: path, fallback: token)
        } else if let token {
            self = .token(token)
        } else if let name = try settings.text("username"), !name.isEmpty {
            self = .basic(user: name, password: try settings.text("password") ?? "")
        } else if let exec = try settings.mapping("exec") {
            self = .exec(try ExecPlugin(exec, folder: user.folder))
        } else if try settings.mapping("auth-provider") != nil {
            throw settings.malformed(
                "auth-provider", "Kubernetes has dropped these; use the provider's exec plugin")
        } else {
            self = .none
        }
    }
}

extension ExecPlugin {
    fileprivate init(_ settings: YAMLMapping, folder: String) throws(KubernetesError) {
        guard var command = try settings.text("command"), !command.isEmpty else {
            throw settings.malformed("command", "the plugin's command is missing")
        }
        let version = try settings.text("apiVersion") ?? ""
        guard ["v1", "v1beta1"].map({ "client.authentication.k8s.io/\($0)" }).contains(version) else {
            throw settings.malformed(
                "apiVersion", "\"\(version)\" isn't client.authentication.k8s.io/v1 or v1beta1")
        }
        if try settings.text("interactiveMode") == "Always" {
            throw settings.malformed(
                "interactiveMode", "a plugin that must ask on the terminal can't be used")
        }
        if command.contains("/"), !command.hasPrefix("/") {
            command = URL(fileURLWithPath: folder).appendingPathComponent(command).standardized.path
        }
        var environment: [String: String] = [:]
        for variable in try settings.mappings("env") {
            if let name = try variable.text("name") { environment[name] = try variable.text("value") ?? "" }
        }
        self.init(
            apiVersion: version, command: command, arguments: try settings.texts("args"),
            environment: environment, installHint: try settings.text("installHint"),
            providesClusterInfo: try settings.bool("provideClusterInfo") ?? false)
    }
}
