/// One request as it goes to libcurl.
struct HTTPRequest: Sendable {
    var method: String
    var url: String
    var headers: [(name: String, value: String)] = []
    var body: [UInt8]?
    var connectTimeout: Duration = .seconds(10)
    /// From start to end; nil for streams.
    var timeout: Duration?
    var tls = TLSConfiguration()
    var proxyURL: String?
    /// None of the connections that were kept open is used.
    var needsFreshConnection = false
    var reading = Reading.whole

    /// How a body is read, which decides when its sender is held back.
    enum Reading: Sendable {
        /// All of it, at its end.
        case whole
        /// As it comes.
        case chunks
        /// Line by line, over any time.
        case lines
    }

    /// scheme://host:port, for messages.
    var origin: String { Self.origin(of: url) }

    static func origin(of url: String) -> String {
        let parts = url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return url }
        return "\(parts[0])//\(parts[2].prefix { $0 != "/" && $0 != "?" })"
    }

    /// The host without port and brackets.
    var host: String {
        let authority = origin.drop { $0 != "/" }.drop { $0 == "/" }
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    /// The port as written, or the scheme's own.
    var port: Int {
        let authority = origin.drop { $0 != "/" }.drop { $0 == "/" }
        let tail = authority.hasPrefix("[") ? authority.drop { $0 != "]" } : authority
        return tail.lastIndex(of: ":").flatMap { Int(tail[tail.index(after: $0)...]) }
            ?? (url.hasPrefix("https") ? 443 : 80)
    }

    var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
}

/// A response's status and its headers, by name in lower case.
struct HTTPResponseHead: Sendable, Hashable {
    var status: Int
    var headers: [String: String] = [:]

    var isSuccess: Bool { (200..<300).contains(status) }
}
