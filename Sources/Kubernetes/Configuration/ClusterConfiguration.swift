/// All that's needed to talk to one cluster: where it is, whom to trust and who we are.
package struct ClusterConfiguration: Sendable, Hashable {
    /// The kubeconfig's context, or "in-cluster".
    package var contextName: String
    /// http or https, host, port and a path prefix at times; without a slash at the end.
    package var server: String
    package var tls: TLSConfiguration
    package var authentication: Authentication
    /// nil leaves the choice to the environment's proxy settings.
    package var proxyURL: String?
    package var defaultNamespace: String
    /// The names of environment variables that credential plugins don't get, such as this program's own secrets.
    package var withheldVariables: Set<String> = []

    package init(
        contextName: String, server: String, tls: TLSConfiguration = TLSConfiguration(),
        authentication: Authentication = .none, proxyURL: String? = nil, defaultNamespace: String = "default"
    ) {
        self.contextName = contextName
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.tls = tls
        self.authentication = authentication
        self.proxyURL = proxyURL
        self.defaultNamespace = defaultNamespace
    }
}

/// Certificates and keys as PEM bytes in memory.
package struct TLSConfiguration: Sendable, Hashable {
    /// nil trusts the system's authorities; otherwise only these are trusted.
    package var certificateAuthority: [UInt8]?
    package var clientCertificate: [UInt8]?
    package var clientKey: [UInt8]?
    /// The name that the server's certificate must have, when it isn't the URL's host.
    package var serverName: String?
    /// Takes any certificate: no protection against a server that pretends.
    package var skipsVerification: Bool

    package init(
        certificateAuthority: [UInt8]? = nil, clientCertificate: [UInt8]? = nil, clientKey: [UInt8]? = nil,
        serverName: String? = nil, skipsVerification: Bool = false
    ) {
        self.certificateAuthority = certificateAuthority
        self.clientCertificate = clientCertificate
        self.clientKey = clientKey
        self.serverName = serverName
        self.skipsVerification = skipsVerification
    }
}

/// How requests prove who sends them, beside a client certificate.
package enum Authentication: Sendable, Hashable {
    case none
    case token(String)
    /// Read again each minute; `fallback` counts while the file can't be read.
    case tokenFile(path: String, fallback: String?)
    case basic(user: String, password: String)
    case exec(ExecPlugin)
}

/// A program that prints credentials (client.authentication.k8s.io).
package struct ExecPlugin: Sendable, Hashable {
    package var apiVersion: String
    package var command: String
    package var arguments: [String]
    package var environment: [String: String]
    package var installHint: String?
    package var providesClusterInfo: Bool

    package init(
        apiVersion: String = "client.authentication.k8s.io/v1", command: String, arguments: [String] = [],
        environment: [String: String] = [:], installHint: String? = nil, providesClusterInfo: Bool = false
    ) {
        self.apiVersion = apiVersion
        self.command = command
        self.arguments = arguments
        self.environment = environment
        self.installHint = installHint
        self.providesClusterInfo = providesClusterInfo
    }
}

extension ClusterConfiguration {
    /// The server as messages name it: a path may be a secret.
    var origin: String { HTTPRequest.origin(of: server) }
}
