import Foundation

/// Runs an exec plugin and reads the ExecCredential that it prints.
struct ExecPluginRun: Sendable {
    /// A plugin may open a browser for a login, so it gets a while.
    static let deadline: Duration = .seconds(60)

    let plugin: ExecPlugin
    private let info: JSONValue
    private let withheld: Set<String>

    init(_ plugin: ExecPlugin, cluster: ClusterConfiguration) {
        self.plugin = plugin
        withheld = cluster.withheldVariables
        var spec: JSONValue = ["interactive": false]
        if plugin.providesClusterInfo {
            var described: JSONValue = ["server": .string(cluster.server)]
            if let authority = cluster.tls.certificateAuthority {
                described["certificate-authority-data"] = .string(Data(authority).base64EncodedString())
            }
            if let name = cluster.tls.serverName { described["tls-server-name"] = .string(name) }
            if cluster.tls.skipsVerification { described["insecure-skip-tls-verify"] = true }
            if let proxy = cluster.proxyURL { described["proxy-url"] = .string(proxy) }
            spec["cluster"] = described
        }
        info = ["apiVersion": .string(plugin.apiVersion), "kind": "ExecCredential", "spec": spec]
    }

    func credential() async throws -> Credential {
        let output = try await ChildProcess.run(
            plugin.command, plugin.arguments,
            environment: ProcessInfo.processInfo.environment
                .filter { name, _ in !withheld.contains(name) }
                .merging(plugin.environment) { _, own in own }
                .merging(["KUBERNETES_EXEC_INFO": info.description]) { _, own in own },
            deadline: Self.deadline)
        switch output {
        case .notFound: throw failure("it isn't installed", hint: true)
        case .cannotStart(let reason): throw failure("it can't be started: \(reason)", hint: true)
        case .overdue: throw failure("it didn't end within \(Self.deadline.formattedSeconds)")
        case .tooTalkative: throw failure("it printed more than a megabyte")
        case .ended(let status, let stdout, let stderr):
            guard status == 0 else {
                let message = String(decoding: stderr.suffix(400), as: UTF8.self)
                    .trimmingCharacters(in: .whitespacesAndNewlines)
                throw failure("exit \(status)\(message.isEmpty ? "" : ": \(message)")")
            }
            return try parse(stdout)
        }
    }

    func parse(_ output: [UInt8]) throws(KubernetesError) -> Credential {
        guard let answer = try? JSONValue(parsing: output) else { throw failure("it printed no JSON") }
        guard answer["kind"]?.string == "ExecCredential" else {
            throw failure("it printed no ExecCredential")
        }
        guard answer["apiVersion"]?.string == plugin.apiVersion else {
            throw failure(
                "it answered in \(answer["apiVersion"]?.string ?? "no version"), not in \(plugin.apiVersion)")
        }
        let status = answer["status"]
        var credential = Credential()
        credential.authorization = status?["token"]?.string.map { "Bearer \($0)" }
        if let certificate = status?["clientCertificateData"]?.string,
            let key = status?["clientKeyData"]?.string
        {
            credential.clientCertificate = .init(certificate: Array(certificate.utf8), key: Array(key.utf8))
        }
        guard credential.authorization != nil || credential.clientCertificate != nil else {
            throw failure("it gave neither a token nor a certificate with its key")
        }
        credential.expiry = status?["expirationTimestamp"]?.string.flatMap(Timestamp.parse)
        return credential
    }

    private func failure(_ reason: String, hint: Bool = false) -> KubernetesError {
        let advice = hint ? plugin.installHint.map { "; \($0)" } ?? "" : ""
        return .execPlugin(command: plugin.command, reason: reason + advice)
    }
}
