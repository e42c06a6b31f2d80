internal import Domain
package import Helm

/// What a store's credentials Secret is to hold, as its chart asks for it.
package struct CredentialPlan: Sendable {
    package let entries: [ChartCredential]
    private let host: String

    /// - Parameter host: the store's first.
    package init(_ entries: [ChartCredential], host: String) {
        self.entries = entries
        self.host = host
    }

    /// Fresh values for every key. Only what is random comes from `generator`.
    package func generate(using generator: inout some RandomNumberGenerator) -> [String: String] {
        var values: [String: String] = [:]
        for entry in entries {
            values[entry.key] =
                switch entry.content {
                case .fixed(let text): text
                case .email: Self.email(host)
                case .letters(let length): entry.prefix + Self.text(length, of: Self.letters, &generator)
                case .hexadecimal(let length): entry.prefix + Self.text(length, of: Self.digits, &generator)
                }
        }
        return values
    }

    // Nothing that can be taken for something else when it's read aloud or typed off.
    private static let letters = Array("abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    private static let digits = Array("0123456789abcdef")

    private static func text(
        _ length: Int, of alphabet: [Character], _ generator: inout some RandomNumberGenerator
    ) -> String {
        String((0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }

    /// WordPress refuses an address whose domain has no dot, so a bare host gets one that can't be anybody's.
    private static func email(_ host: String) -> String {
        host.hasSuffix("localhost") || !host.contains(".") ? "admin@example.com" : "admin@" + host
    }
}

extension ChartCredential {
    /// Whether it was made up here and isn't for everybody's eyes.
    package var isRandom: Bool {
        switch content {
        case .letters, .hexadecimal: true
        case .fixed, .email: false
        }
    }
}
