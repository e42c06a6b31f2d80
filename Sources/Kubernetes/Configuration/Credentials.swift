import Foundation

/// What a request proves itself with at this moment.
struct Credential: Sendable, Hashable {
    struct ClientCertificate: Sendable, Hashable {
        var certificate: [UInt8]
        var key: [UInt8]
    }

    /// The Authorization header's value.
    var authorization: String?
    var clientCertificate: ClientCertificate?
    var expiry: Date?
}

/// Keeps credentials current: rereads a token file each minute, and runs an exec plugin when its credentials
/// expire or the server refuses them. However many ask, the plugin runs once.
actor Credentials {
    private let authentication: Authentication
    private let plugin: ExecPluginRun?
    private let uptime: @Sendable () -> Duration
    private let now: @Sendable () -> Date
    private var held: Credential?
    /// Until when a plugin's credentials are used, counted as `uptime` does: the time of day may jump.
    private var heldUntil: Duration?
    private var readAt: Duration = .zero
    private let refresh = SingleFlight<Credential>()

    init(
        _ configuration: ClusterConfiguration, clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        authentication = configuration.authentication
        self.now = now
        uptime = clock.uptime()
        if case .exec(let plugin) = configuration.authentication {
            self.plugin = ExecPluginRun(plugin, cluster: configuration)
        } else {
            plugin = nil
        }
    }

    func current() async throws -> Credential {
        switch authentication {
        case .none: return Credential()
        case .token(let token): return Credential(authorization: "Bearer \(token)")
        case .basic(let user, let password):
            let pair = Data("\(user):\(password)".utf8).base64EncodedString()
            return Credential(authorization: "Basic \(pair)")
        case .tokenFile(let path, let fallback): return try token(in: path, fallback)
        case .exec:
            if let held, heldUntil.map({ $0 > uptime() }) ?? true { return held }
            return try await run()
        }
    }

    /// After the server refused `credential`: whether `current` may give another one now.
    func renew(after credential: Credential) -> Bool {
        switch authentication {
        case .exec:
            if held == credential { held = nil }
            return true
        case .tokenFile(let path, let fallback):
            held = nil
            return (try? token(in: path, fallback)) != credential
        case .none, .token, .basic: return false
        }
    }

    private func token(in path: String, _ fallback: String?) throws -> Credential {
        if let held, uptime() - readAt < .seconds(60) { return held }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            if text.isEmpty { throw CocoaError(.fileReadCorruptFile) }
            held = Credential(authorization: "Bearer \(text)")
        } catch {
            guard let last = held ?? fallback.map({ Credential(authorization: "Bearer \($0)") }) else {
                throw KubernetesError.unreadableFile(
                    path: path, purpose: "the user's token", reason: FileText.reason(error, path))
            }
            held = last
        }
        readAt = uptime()
        return held ?? Credential()
    }

    private func run() async throws -> Credential {
        guard let plugin else { return Credential() }
        let credential = try await refresh.value { try await plugin.credential() }
        held = credential
        heldUntil = credential.expiry.map { expiry in
            // Where the clock is wrong, new credentials look old: the server's word counts then.
            let left = min(expiry.timeIntervalSince(now()) - 10, 1e9)
            return uptime() + max(Self.shortestUse, .seconds(left))
        }
        return credential
    }

    /// How long a plugin's credentials are used even when they look expired.
    private static let shortestUse: Duration = .seconds(10)
}

extension Clock<Duration> {
    /// Tells how long ago this was called.
    func uptime() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: now) }
    }
}
