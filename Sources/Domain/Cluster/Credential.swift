/// Something a store's owner signs in with.
package struct Credential: Hashable, Sendable {
    /// Such as `Admin password`.
    package let title: String
    /// The key in the credentials Secret.
    package let key: String
    package let value: SecretText
    /// Whether it's hidden until asked for.
    package let isSecret: Bool

    package init(title: String, key: String, value: SecretText, isSecret: Bool) {
        self.title = title
        self.key = key
        self.value = value
        self.isSecret = isSecret
    }
}

/// A text that shows itself only to who asks for it by name, so that no log or dump has it by accident.
package struct SecretText: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let text: String

    package init(_ text: String) { self.text = text }

    /// The text itself.
    package func reveal() -> String { text }

    package var description: String { "••••••••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
