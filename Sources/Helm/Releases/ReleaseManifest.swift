import Yams

/// A release's rendered objects, as `helm get manifest` prints them.
package struct ReleaseManifest: Sendable, Hashable {
    /// One object; a Secret's values never leave it.
    package struct Object: Sendable, Hashable {
        package let kind: String
        package let name: String
        /// Its label `app.kubernetes.io/component`, empty where it has none.
        package let component: String
        /// What the setup Job makes of the database, for telling whether that differs between two revisions;
        /// nil for any other object.
        package let schema: String?
        private let text: String
        private let secrets: [String: String]

        /// The YAML; a Secret's values are hidden, and marked where they differ from `other`'s.
        package func text(comparedWith other: Object? = nil) -> String {
            guard kind == "Secret" else { return text }
            let lines = secrets.sorted { $0.key < $1.key }.map { key, value in
                let isOther = other.map { $0.secrets[key] != value } ?? false
                return "  \(key): (hidden\(isOther ? ", another value" : ""))"
            }
            return (["kind: Secret", "metadata:", "  name: \(name)", "data:"] + lines).joined(separator: "\n")
        }
    }

    package let objects: [Object]

    /// That of a release which isn't there.
    package static let empty = ReleaseManifest(objects: [])

    private init(objects: [Object]) { self.objects = objects }

    /// Reads YAML documents; what is no Kubernetes object is left out.
    /// - Throws: `HelmError.unreadableOutput` for what is no YAML.
    package init(yaml: String) throws(HelmError) {
        var objects: [Object] = []
        for document in Self.documents(yaml) {
            let node: Node?
            do {
                node = try Yams.compose(yaml: document)
            } catch {
                throw .unreadableOutput(command: "helm get manifest", reason: "a document is no YAML")
            }
            if let object = node.flatMap({ Object($0, text: document) }) { objects.append(object) }
        }
        self.objects = objects
    }

    /// The Job that sets the store up; nil where the chart has none.
    package var setupJob: Object? { objects.first { $0.schema != nil } }

    private static func documents(_ yaml: String) -> [String] {
        var documents: [[Substring]] = [[]]
        for line in yaml.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "---" {
                documents.append([])
            } else if !(line.hasPrefix("# Source: ") && documents[documents.count - 1].isEmpty) {
                documents[documents.count - 1].append(line)
            }
        }
        return documents.map { lines in
            var lines = lines[...]
            while lines.last?.isEmpty == true { lines.removeLast() }
            return lines.joined(separator: "\n")
        }
        .filter { !$0.isEmpty }
    }
}

extension ReleaseManifest.Object {
    fileprivate init?(_ node: Node, text: String) {
        guard let kind = node["kind"]?.string, let name = node["metadata"]?["name"]?.string else {
            return nil
        }
        self.kind = kind
        self.name = name
        self.text = text
        component = node["metadata"]?["labels"]?["app.kubernetes.io/component"]?.string ?? ""
        schema = kind == "Job" && component == "setup" ? Self.schema(of: node) : nil
        var secrets: [String: String] = [:]
        if kind == "Secret" {
            for member in ["data", "stringData"] {
                for (key, value) in node[member]?.mapping ?? [:] {
                    if let key = key.string { secrets[key] = value.scalar?.string ?? "" }
                }
            }
        }
        self.secrets = secrets
    }

    /// The chart's own word for it; where it has none, all that decides what the Job does.
    private static func schema(of job: Node) -> String {
        if let word = job["metadata"]?["annotations"]?["urumi.dev/schema"]?.string { return word }
        let pod = job["spec"]?["template"]?["spec"]
        return ["initContainers", "containers"].map { member in
            (pod?[member]?.array() ?? []).map { container in
                ["image", "command", "args", "env"].map { key in
                    container[key].flatMap { try? Yams.serialize(node: $0) } ?? ""
                }
                .joined(separator: "\n")
            }
            .joined(separator: "\n")
        }
        .joined(separator: "\n")
    }
}
