/// An object of a store, told in facts.
package struct ObjectDescription: Hashable, Sendable {
    /// One thing that's known of it.
    package struct Fact: Hashable, Sendable {
        package enum Kind: Hashable, Sendable {
            case plain, good, bad
        }

        package var name: String
        package var value: String
        package var kind: Kind

        package init(_ name: String, _ value: String, _ kind: Kind = .plain) {
            self.name = name
            self.value = value
            self.kind = kind
        }
    }

    /// Such as `Pod/shop-mysql-0`.
    package var object: String
    package var facts: [Fact]

    package init(_ object: String, _ facts: [Fact]) {
        self.object = object
        self.facts = facts
    }
}
