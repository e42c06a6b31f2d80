/// Leads host names to this machine where DNS doesn't.
package protocol HostNames: Sendable {
    /// Whether names can be changed at all.
    var isReady: Bool { get }
    /// Those that are led here now.
    func names() -> Set<String>
    /// Whether the name leads anywhere, by whatever means.
    func resolves(_ name: String) async -> Bool
    /// - Throws: `HostsError`.
    func add(_ names: [String]) async throws
    /// - Throws: `HostsError`.
    func remove(_ names: [String]) async throws
    /// Makes `names` the only ones.
    /// - Throws: `HostsError`.
    func sync(_ names: [String]) async throws
}

/// Why /etc/hosts wasn't changed.
package enum HostsError: Error, Hashable, Sendable, CustomStringConvertible {
    case notInstalled
    /// `sudo` wants a password, which nobody can give.
    case notAllowed
    case failed(String)

    package var description: String {
        switch self {
        case .notInstalled:
            "the hosts helper isn't installed; run scripts/setup-hosts-manager.sh once, then `urumi hosts sync`"
        case .notAllowed:
            "sudo doesn't let this user run the hosts helper; scripts/setup-hosts-manager.sh --user $USER does"
        case .failed(let reason): "/etc/hosts was not changed: \(reason)"
        }
    }
}
