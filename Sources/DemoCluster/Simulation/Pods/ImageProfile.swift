/// What a container of a known image is like: how long things take it, and what it needs.
struct ImageProfile: Sendable {
    enum Role: String, Sendable {
        case wordpress, setup, mysql, postgres, redis, medusa, storefront, webServer, generic
    }

    let role: Role
    /// Seconds to pull the image the first time a node needs it.
    let pull: Double
    /// Seconds from the start until the readiness probe succeeds.
    let ready: Double
    /// Seconds until it ends, where it's one that ends.
    let run: Double
    /// Whether it serves (or ends) only once the namespace's database answers.
    let needsDatabase: Bool

    private init(_ role: Role, pull: Double, ready: Double, run: Double, needsDatabase: Bool = false) {
        self.role = role
        self.pull = pull
        self.ready = ready
        self.run = run
        self.needsDatabase = needsDatabase
    }

    /// The profile of a container by its image and, for the purpose of init containers, its name.
    static func of(image: String, container: String, initial: Bool = false) -> ImageProfile {
        let (repository, tag) = split(image)
        let name = repository.split(separator: "/").last.map(String.init) ?? repository
        func mentions(_ words: String...) -> Bool { words.contains { name.contains($0) } }
        let waits = container.contains("wait") || container.contains("database")
        if mentions("wordpress", "woocommerce") {
            if initial { return ImageProfile(.wordpress, pull: 4, ready: 1, run: 2, needsDatabase: waits) }
            if tag.hasPrefix("cli") || container.contains("setup") || container.contains("cli") {
                return ImageProfile(.setup, pull: 2, ready: 0.5, run: 7, needsDatabase: true)
            }
            return ImageProfile(.wordpress, pull: 4, ready: 4, run: 6, needsDatabase: true)
        }
        if mentions("mysql", "mariadb", "percona") {
            return ImageProfile(.mysql, pull: 3.5, ready: 8, run: 4)
        }
        if mentions("postgres") { return ImageProfile(.postgres, pull: 2.5, ready: 4, run: 3) }
        if mentions("redis", "valkey") { return ImageProfile(.redis, pull: 1, ready: 1, run: 1) }
        if mentions("storefront") { return ImageProfile(.storefront, pull: 3, ready: 4, run: 4) }
        if mentions("medusa") {
            return ImageProfile(.medusa, pull: 4, ready: 6, run: 7, needsDatabase: !initial || waits)
        }
        if mentions("nginx", "httpd", "traefik", "caddy", "web") {
            return ImageProfile(.webServer, pull: 1.5, ready: 1, run: 2)
        }
        return ImageProfile(.generic, pull: 1, ready: 1, run: 2, needsDatabase: initial && waits)
    }

    static func isDatabase(image: String) -> Bool {
        let role = of(image: image, container: "").role
        return role == .mysql || role == .postgres
    }

    /// Whether no registry has this image: tag `missing`, or a repository whose last part is `missing`.
    static func isMissing(_ image: String) -> Bool {
        let (repository, tag) = split(image)
        return tag == "missing" || repository == "missing" || repository.hasSuffix("/missing")
    }

    private static func split(_ image: String) -> (repository: String, tag: String) {
        let named = image.split(separator: "@", maxSplits: 1).first.map(String.init) ?? image
        guard let colon = named.lastIndex(of: ":"), !named[colon...].contains("/") else {
            return (named, "latest")
        }
        return (String(named[..<colon]), String(named[named.index(after: colon)...]))
    }
}
