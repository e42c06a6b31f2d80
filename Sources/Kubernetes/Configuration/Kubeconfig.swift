import Foundation

/// kubectl's configuration: one or more files read as one. Of equal names, and of the current context, the
/// first file counts; relative paths are relative to the file they stand in.
package struct Kubeconfig: Sendable {
    /// A name for a cluster, a user and a namespace together.
    package struct Context: Sendable, Hashable {
        package let name: String
        package let cluster: String
        package let user: String?
        package let namespace: String?
    }

    package let contexts: [Context]
    /// nil when no file names one.
    package let currentContext: String?
    private let files: [KubeconfigFile]

    package var contextNames: [String] { contexts.map(\.name) }

    /// Reads the files that KUBECONFIG lists, else `~/.kube/config`. Of a list, missing files are passed over
    /// as long as one is there.
    package static func load(environment: [String: String] = ProcessInfo.processInfo.environment)
        throws(KubernetesError) -> Kubeconfig
    {
        try load(paths: paths(environment))
    }

    /// Where a kubeconfig is looked for, in order.
    package static func paths(_ environment: [String: String]) -> [String] {
        let listed = environment["KUBECONFIG"]?.split(separator: ":").map(String.init) ?? []
        if !listed.isEmpty { return listed }
        return [(environment["HOME"] ?? NSHomeDirectory()) + "/.kube/config"]
    }

    package static func load(paths: [String]) throws(KubernetesError) -> Kubeconfig {
        var files: [KubeconfigFile] = []
        for path in paths where FileManager.default.fileExists(atPath: path) {
            let bytes = try FileText.bytes(path, purpose: "kubeconfig")
            files.append(try KubeconfigFile(String(decoding: bytes, as: UTF8.self), path: path))
        }
        guard files.contains(where: { !$0.isEmpty }) else { throw .noConfiguration(lookedFor: paths) }
        return Kubeconfig(files)
    }

    init(_ files: [KubeconfigFile]) {
        self.files = files
        currentContext = files.lazy.compactMap(\.currentContext).first
        var seen: Set<String> = []
        contexts = files.flatMap(\.contexts).filter { seen.insert($0.name).inserted }
    }

    /// What's needed to use a context; nil takes the current one. Reads the certificates that it names.
    package func configuration(context name: String? = nil) throws(KubernetesError) -> ClusterConfiguration {
        guard let name = name ?? currentContext else { throw .unknownContext("", available: contextNames) }
        guard let context = contexts.first(where: { $0.name == name }) else {
            throw .unknownContext(name, available: contextNames)
        }
        guard let cluster = files.lazy.compactMap({ $0.clusters[context.cluster] }).first else {
            throw missing("cluster", context.cluster, in: context)
        }
        var user: KubeconfigFile.Entry?
        if let userName = context.user, !userName.isEmpty {
            user = files.lazy.compactMap { $0.users[userName] }.first
            if user == nil { throw missing("user", userName, in: context) }
        }
        return try ClusterConfiguration(context, cluster, user)
    }

    private func missing(_ kind: String, _ name: String, in context: Context) -> KubernetesError {
        let file = files.first { $0.contexts.contains(context) }
        return .malformed(
            file: file?.path ?? "kubeconfig", line: nil,
            reason: "context \"\(context.name)\" names the \(kind) \"\(name)\", which isn't there")
    }
}
