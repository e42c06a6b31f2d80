package import Domain

/// What a store's credentials Secret must hold, by engine, and how each part is shown.
package struct CredentialPlan: Sendable {
    package enum Content: Hashable, Sendable {
        /// Letters and digits from the system's random source.
        case random(length: Int)
        case fixed(String)
    }

    package struct Entry: Hashable, Sendable {
        package let key: String
        package let content: Content
        /// The word it's shown under; nil for what no person signs in with.
        package let title: String?

        /// Whether it was made up here and isn't for everybody's eyes.
        package var isRandom: Bool { if case .random = content { true } else { false } }
    }

    package let entries: [Entry]

    package init(engine: Engine, host: String) {
        entries =
            switch engine {
            case .woocommerce: Self.woocommerce(host: host)
            case .medusa: Self.medusa(host: host)
            }
    }

    /// Fresh values for every key. Only what isn't fixed comes from `generator`.
    package func generate(using generator: inout some RandomNumberGenerator) -> [String: String] {
        var values: [String: String] = [:]
        for entry in entries {
            switch entry.content {
            case .fixed(let text): values[entry.key] = text
            case .random(let length): values[entry.key] = Self.text(length: length, using: &generator)
            }
        }
        return values
    }

    private static let alphabet = Array("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")

    private static func text(length: Int, using generator: inout some RandomNumberGenerator) -> String {
        String((0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }

    private static func woocommerce(host: String) -> [Entry] {
        let salts = [
            "auth-key", "secure-auth-key", "logged-in-key", "nonce-key", "auth-salt", "secure-auth-salt",
            "logged-in-salt", "nonce-salt",
        ]
        return [
            Entry(key: "admin-user", content: .fixed("admin"), title: "Admin user"),
            Entry(key: "admin-password", content: .random(length: 24), title: "Admin password"),
            Entry(key: "admin-email", content: .fixed(email(host)), title: "Admin e-mail"),
            Entry(key: "mysql-password", content: .random(length: 32), title: "MySQL password"),
            Entry(key: "mysql-root-password", content: .random(length: 32), title: nil),
        ] + salts.map { Entry(key: $0, content: .random(length: 64), title: nil) }
    }

    private static func medusa(host: String) -> [Entry] {
        [
            Entry(key: "admin-email", content: .fixed(email(host)), title: "Admin e-mail"),
            Entry(key: "admin-password", content: .random(length: 24), title: "Admin password"),
            Entry(key: "postgres-password", content: .random(length: 32), title: "PostgreSQL password"),
            Entry(key: "jwt-secret", content: .random(length: 64), title: nil),
            Entry(key: "cookie-secret", content: .random(length: 64), title: nil),
        ]
    }

    /// WordPress refuses an address whose domain has no dot, so a bare host gets one that can't be anybody's.
    private static func email(_ host: String) -> String {
        host.hasSuffix("localhost") || !host.contains(".") ? "admin@example.com" : "admin@" + host
    }
}
