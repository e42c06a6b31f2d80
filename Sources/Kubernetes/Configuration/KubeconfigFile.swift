import Foundation
import Yams

/// One kubeconfig file, its clusters and users still as YAML.
struct KubeconfigFile: Sendable {
    /// A cluster's or user's settings, and where they stand.
    struct Entry: Sendable {
        let settings: YAMLMapping
        let folder: String
    }

    let path: String
    let currentContext: String?
    let contexts: [Kubeconfig.Context]
    let clusters: [String: Entry]
    let users: [String: Entry]

    var isEmpty: Bool { contexts.isEmpty && clusters.isEmpty && users.isEmpty }

    init(_ text: String, path: String) throws(KubernetesError) {
        self.path = path
        let absolute = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let root = try YAMLMapping(parsing: text, file: path)
        if let kind = try root.text("kind"), kind != "Config" {
            throw .malformed(file: path, line: nil, reason: "it's a \(kind), not a kubeconfig")
        }
        let current = try root.text("current-context")
        currentContext = current?.isEmpty == true ? nil : current
        var contexts: [Kubeconfig.Context] = []
        for (name, settings) in try root.named("contexts", content: "context") {
            contexts.append(
                Kubeconfig.Context(
                    name: name, cluster: try settings.text("cluster") ?? "", user: try settings.text("user"),
                    namespace: try settings.text("namespace")))
        }
        self.contexts = contexts
        clusters = try Self.entries(root, "clusters", "cluster", absolute)
        users = try Self.entries(root, "users", "user", absolute)
    }

    private static func entries(_ root: YAMLMapping, _ list: String, _ content: String, _ folder: String)
        throws(KubernetesError) -> [String: Entry]
    {
        var entries: [String: Entry] = [:]
        for (name, settings) in try root.named(list, content: content) where entries[name] == nil {
            entries[name] = Entry(settings: settings, folder: folder)
        }
        return entries
    }
}

extension KubeconfigFile.Entry {
    func path(_ key: String) throws(KubernetesError) -> String? {
        guard let path = try settings.text(key), !path.isEmpty else { return nil }
        return path.hasPrefix("/")
            ? path : URL(fileURLWithPath: folder).appendingPathComponent(path).standardized.path
    }

    /// PEM bytes, embedded in base64 as `KEY-data` or in the file that `KEY` names.
    func pem(_ key: String, purpose: String) throws(KubernetesError) -> [UInt8]? {
        if let text = try settings.text(key + "-data"), !text.isEmpty {
            guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters), !data.isEmpty
            else {
                throw settings.malformed(key + "-data", "it isn't base64")
            }
            return [UInt8](data)
        }
        guard let path = try path(key) else { return nil }
        return try FileText.bytes(path, purpose: purpose)
    }
}
