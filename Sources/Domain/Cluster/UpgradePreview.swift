/// What a change of a release would do, or what lies between two of its revisions. Holds no secret: the
/// values of Secrets are hidden, only whether they change is told.
package struct UpgradePreview: Hashable, Sendable {
    /// An object that the change makes, alters or removes.
    package struct Change: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable { case added, changed, removed }

        package var kind: Kind
        /// Such as `Deployment/shop-wordpress`.
        package var object: String

        package init(_ kind: Kind, _ object: String) {
            self.kind = kind
            self.object = object
        }
    }

    /// By object; empty where nothing changes.
    package var objects: [Change]
    /// A unified diff of values and objects; empty where nothing changes.
    package var diff: String
    /// Whether the database's schema may change, after which there's no safe way back.
    package var schemaChanges: Bool

    package init(objects: [Change], diff: String, schemaChanges: Bool) {
        self.objects = objects
        self.diff = diff
        self.schemaChanges = schemaChanges
    }

    package var isEmpty: Bool { objects.isEmpty && diff.isEmpty }
}
