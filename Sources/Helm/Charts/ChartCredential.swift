/// One key of the Secret that a chart reads, as its annotation `urumi.dev/credentials` describes it.
package struct ChartCredential: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case fixed(String)
        /// `admin@` the store's first host.
        case email
        /// Random letters and digits.
        case letters(length: Int)
        /// Random hexadecimal digits, in lower case.
        case hexadecimal(length: Int)
    }

    package let key: String
    package let content: Content
    /// Stands before what is random.
    package let prefix: String
    /// The word it's shown under; nil for what no person needs.
    package let title: String?

    package init(key: String, content: Content, prefix: String = "", title: String? = nil) {
        self.key = key
        self.content = content
        self.prefix = prefix
        self.title = title
    }

    /// `admin-email` as people write it.
    package static func title(of key: String) -> String {
        let words = key.split(separator: "-").map { $0 == "email" ? "e-mail" : String($0) }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
