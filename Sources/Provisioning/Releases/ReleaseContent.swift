internal import Domain
internal import Helm

/// What a revision of a release consists of: the values it was given and the objects that came of them.
struct ReleaseContent: Sendable {
    var values: HelmValues
    var manifest: ReleaseManifest

    static let nothing = ReleaseContent(values: HelmValues(), manifest: .empty)

    /// What lies between this and `newer`.
    func difference(to newer: ReleaseContent) -> UpgradePreview {
        var diff = UnifiedDiff.text(values.lines, newer.values.lines, title: "values")
        var changes: [UpgradePreview.Change] = []
        let (old, new) = (manifest.byIdentity, newer.manifest.byIdentity)
        for key in Set(old.keys).union(new.keys).sorted() {
            let (before, after) = (old[key], new[key])
            let text = UnifiedDiff.text(
                Self.lines(before, comparedWith: nil), Self.lines(after, comparedWith: before), title: key)
            guard !text.isEmpty else { continue }
            diff += text
            let kind: UpgradePreview.Change.Kind =
                before == nil ? .added : after == nil ? .removed : .changed
            changes.append(UpgradePreview.Change(kind, key))
        }
        let schemas = (manifest.setupJob?.schema, newer.manifest.setupJob?.schema)
        return UpgradePreview(
            objects: changes, diff: diff,
            schemaChanges: schemas.1 != nil && schemas.0 != nil && schemas.0 != schemas.1)
    }

    private static func lines(
        _ object: ReleaseManifest.Object?, comparedWith other: ReleaseManifest.Object?
    ) -> [String] {
        guard let object else { return [] }
        return object.text(comparedWith: other).split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }
}

extension ReleaseManifest {
    /// Each object by its kind and name. The setup Job is named by revision, and yet is the same thing.
    fileprivate var byIdentity: [String: Object] {
        Dictionary(objects.map { ($0.schema == nil ? "\($0.kind)/\($0.name)" : "Job/setup", $0) }) { $1 }
    }
}

extension HelmValues {
    /// A line for each value, by its path; what looks like a password is hidden.
    fileprivate var lines: [String] { Self.lines(.object(root), at: []).sorted() }

    private static func lines(_ value: HelmValue, at path: [String]) -> [String] {
        guard case .object(let members) = value, !members.isEmpty else {
            let name = path.last?.lowercased() ?? ""
            let isSecret = secretWords.contains { name.hasSuffix($0) }
            return ["\(path.joined(separator: ".")): \(isSecret ? "(hidden)" : value.text)"]
        }
        return members.flatMap { lines($1, at: path + [$0]) }
    }

    private static let secretWords = ["password", "token", "apikey", "secretkey", "privatekey"]
}

extension HelmValue {
    fileprivate var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): value.isEmpty ? "\"\"" : value
        case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
        case .object: "{}"
        }
    }
}
