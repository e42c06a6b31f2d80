internal import Dashboard
internal import Domain

/// What a change would do as JSON and YAML show it; the field names are those of the REST API.
package struct PreviewDocument: Codable, Sendable {
    struct Wish: Codable, Sendable {
        var name: String
        var before: String
        var after: String
    }

    struct Object: Codable, Sendable {
        var change: String
        var object: String
    }

    /// What is wanted differently; absent where two revisions are compared.
    var wishes: [Wish]?
    var objects: [Object]
    var diff: String
    var schemaChanges: Bool

    enum CodingKeys: String, CodingKey {
        case wishes, objects, diff
        case schemaChanges = "schema_changes"
    }

    init(_ preview: UpgradePreview, wishes: SpecDifference? = nil) {
        self.wishes = wishes?.changes.map { Wish(name: $0.title, before: $0.before, after: $0.after) }
        objects = preview.objects.map { Object(change: $0.kind.rawValue, object: $0.object) }
        diff = preview.diff
        schemaChanges = preview.schemaChanges
    }
}

/// What a change would do, for people.
enum PreviewText {
    static func text(_ preview: UpgradePreview) -> String {
        var lines = preview.objects.map { "  \($0.kind.rawValue.padding(8))  \($0.object)" }
        if preview.schemaChanges {
            lines.append("  the database's schema may change; from then on there's no safe way back")
        }
        if !preview.diff.isEmpty { lines += ["", preview.diff] }
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padding(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
