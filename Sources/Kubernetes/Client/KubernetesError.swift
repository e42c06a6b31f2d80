/// What can go wrong between here and a cluster; the API's own answers carry its `Status`.
package enum KubernetesError: Error, Sendable, Hashable {
    /// No kubeconfig exists; names what was looked for.
    case noConfiguration(lookedFor: [String])
    /// A configuration file can't be understood.
    case malformed(file: String, line: Int?, reason: String)
    case unknownContext(String, available: [String])
    /// A file that the configuration names can't be read.
    case unreadableFile(path: String, purpose: String, reason: String)
    case execPlugin(command: String, reason: String)
    /// No connection to the server.
    case unreachable(server: String, reason: String)
    /// The connection failed in TLS: a certificate or a key.
    case tls(server: String, reason: String)
    case timeout(server: String, after: Duration)
    /// The request makes no sense, and wasn't sent.
    case invalidRequest(reason: String)
    /// The server's answer isn't what the API promises.
    case undecodable(what: String, reason: String)
    case unauthorized(Status)
    case forbidden(Status)
    case notFound(Status)
    case conflict(Status)
    case alreadyExists(Status)
    /// A resource version or a list's continuation is too old.
    case gone(Status)
    case invalid(Status)
    case tooManyRequests(Status)
    case api(Status)

    /// The error that an API answer stands for.
    package init(_ status: Status) {
        switch (status.code, status.reason) {
        case (401, _): self = .unauthorized(status)
        case (403, _): self = .forbidden(status)
        case (404, _): self = .notFound(status)
        case (409, "AlreadyExists"): self = .alreadyExists(status)
        case (409, _): self = .conflict(status)
        case (410, _), (_, "Expired"), (_, "Gone"): self = .gone(status)
        case (422, _): self = .invalid(status)
        case (429, _): self = .tooManyRequests(status)
        default: self = .api(status)
        }
    }

    package var status: Status? {
        switch self {
        case .unauthorized(let status), .forbidden(let status), .notFound(let status), .conflict(let status),
            .alreadyExists(let status), .gone(let status), .invalid(let status), .tooManyRequests(let status),
            .api(let status):
            status
        default: nil
        }
    }

    /// Whether the same request may succeed later without anyone changing anything.
    package var isTransient: Bool {
        switch self {
        case .unreachable, .timeout, .tooManyRequests, .gone: true
        case .api(let status): status.code >= 500 || status.code == 408
        default: false
        }
    }

    package var isNotFound: Bool { if case .notFound = self { true } else { false } }
    package var isAlreadyExists: Bool { if case .alreadyExists = self { true } else { false } }
    package var isConflict: Bool { if case .conflict = self { true } else { false } }
    package var isGone: Bool { if case .gone = self { true } else { false } }

    /// Whether no working connection to the cluster's API could be had, whatever was asked of it.
    package var isConnectionFailure: Bool {
        switch self {
        case .unreachable, .timeout, .tls, .unauthorized, .execPlugin: true
        default: false
        }
    }
}
