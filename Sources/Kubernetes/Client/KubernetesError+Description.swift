extension KubernetesError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noConfiguration(let places):
            "no kubeconfig found (looked for \(places.joined(separator: ", "))); set KUBECONFIG, or create a "
                + "cluster first"
        case .malformed(let file, let line, let reason):
            "\(file)\(line.map { ":\($0)" } ?? ""): \(reason)"
        case .unknownContext("", let available):
            available.isEmpty
                ? "the kubeconfig has no context"
                : "the kubeconfig has no current context; name one with --context, or set it with `kubectl config "
                    + "use-context`; it has \(available.joined(separator: ", "))"
        case .unknownContext(let name, let available):
            available.isEmpty
                ? "the kubeconfig has no context \"\(name)\", nor any other"
                : "the kubeconfig has no context \"\(name)\"; it has \(available.joined(separator: ", "))"
        case .unreadableFile(let path, let purpose, let reason): "can't read \(path) (\(purpose)): \(reason)"
        case .execPlugin(let command, let reason):
            "the credential plugin \"\(command)\" failed: \(reason)"
        case .unreachable(let server, let reason):
            "can't reach \(server): \(reason); is the cluster running, and is this its address?"
        case .tls(let server, let reason):
            "no trusted connection to \(server): \(reason); check the kubeconfig's certificates"
        case .timeout(let server, let duration):
            "\(server) didn't answer within \(duration.formattedSeconds); try again, or check the connection"
        case .invalidRequest(let reason): "a request that can't be sent: \(reason)"
        case .undecodable(let what, let reason): "the server's \(what) can't be understood: \(reason)"
        case .unauthorized(let status):
            "the cluster refused the credentials\(Self.detail(status)); log in again, or check the kubeconfig's user"
        case .forbidden(let status):
            status.message.isEmpty ? "the cluster's rules forbid it" : "forbidden: \(status.message)"
        case .notFound(let status): Self.message(status, else: "not found")
        case .conflict(let status): Self.message(status, else: "it has changed meanwhile")
        case .alreadyExists(let status): Self.message(status, else: "it exists already")
        case .gone(let status): Self.message(status, else: "the version asked for is too old")
        case .invalid(let status): Self.message(status, else: "the cluster finds it invalid")
        case .tooManyRequests(let status):
            "the cluster is busy\(Self.detail(status)); try again in a moment"
        case .api(let status): Self.message(status, else: "the cluster answered \(status.code)")
        }
    }

    private static func message(_ status: Status, else fallback: String) -> String {
        status.message.isEmpty ? fallback : status.message
    }

    private static func detail(_ status: Status) -> String {
        status.message.isEmpty || status.message == status.reason ? "" : " (\(status.message))"
    }
}

extension Duration {
    var seconds: Double {
        let (whole, fraction) = components
        return Double(whole) + Double(fraction) / 1e18
    }

    var formattedSeconds: String {
        seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\((seconds * 10).rounded() / 10) s"
    }
}
