internal import Domain
internal import Foundation
internal import Helm
internal import Kubernetes

/// Which keys of a credentials Secret are for people. It stands on the Secret itself, so that they can be
/// shown where the chart they come from isn't there any more.
struct ShownCredentials: Codable, Hashable, Sendable {
    struct Entry: Codable, Hashable, Sendable {
        var key: String
        var title: String
        var isSecret: Bool

        private enum CodingKeys: String, CodingKey {
            case key, title
            case isSecret = "secret"
        }
    }

    static let annotation = "urumi.dev/shown"

    let entries: [Entry]

    init(_ plan: CredentialPlan) {
        entries = plan.entries.compactMap { entry in
            entry.title.map { Entry(key: entry.key, title: $0, isSecret: entry.isRandom) }
        }
    }

    /// What the Secret says; by its keys' names where an older urumi made it, which said nothing.
    init(of secret: Secret) {
        if let text = secret.metadata.annotations[Self.annotation],
            let entries = try? JSONDecoder().decode([Entry].self, from: Data(text.utf8))
        {
            self.entries = entries
        } else {
            let keys = secret.data.keys.filter { $0.hasPrefix("admin-") }
            entries = ["admin-user", "admin-email", "admin-password"].filter(keys.contains).map {
                Entry(key: $0, title: ChartCredential.title(of: $0), isSecret: $0 == "admin-password")
            }
        }
    }

    /// As the annotation has it.
    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(entries), as: UTF8.self)
    }
}
