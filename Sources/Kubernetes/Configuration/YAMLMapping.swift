import Yams

/// A YAML mapping whose mistakes are told with file and line.
struct YAMLMapping: Sendable {
    private let node: YAMLValue
    let file: String

    init(parsing text: String, file: String) throws(KubernetesError) {
        do {
            node = try Yams.compose(yaml: text).map { YAMLValue($0) } ?? YAMLValue(.null)
        } catch let error as YamlError {
            throw Self.malformed(error, file)
        } catch {
            throw .malformed(file: file, line: nil, reason: "it isn't YAML")
        }
        self.file = file
        guard node.mapping != nil || node.isNull else {
            throw .malformed(
                file: file, line: node.line, reason: "it isn't a kubeconfig, but something else")
        }
    }

    private init(_ node: YAMLValue, _ file: String) {
        self.node = node
        self.file = file
    }

    /// A scalar as it's written; nil when it's missing or null.
    func text(_ key: String) throws(KubernetesError) -> String? {
        guard let value = value(key) else { return nil }
        guard let scalar = value.scalar else { throw malformed(key, "a text is expected") }
        return scalar
    }

    func bool(_ key: String) throws(KubernetesError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let bool = value.bool else { throw malformed(key, "true or false is expected") }
        return bool
    }

    func mapping(_ key: String) throws(KubernetesError) -> YAMLMapping? {
        guard let value = value(key) else { return nil }
        guard value.mapping != nil else { throw malformed(key, "a mapping is expected") }
        return YAMLMapping(value, file)
    }

    func mappings(_ key: String) throws(KubernetesError) -> [YAMLMapping] {
        guard let value = value(key) else { return [] }
        guard let sequence = value.sequence else { throw malformed(key, "a list is expected") }
        var mappings: [YAMLMapping] = []
        for element in sequence {
            guard element.mapping != nil else { throw malformed(key, "a list of mappings is expected") }
            mappings.append(YAMLMapping(element, file))
        }
        return mappings
    }

    func texts(_ key: String) throws(KubernetesError) -> [String] {
        guard let value = value(key) else { return [] }
        guard let sequence = value.sequence else { throw malformed(key, "a list is expected") }
        return sequence.compactMap { $0.scalar }
    }

    /// The elements of a list of `{name: …, CONTENT: {…}}`.
    func named(_ key: String, content: String) throws(KubernetesError) -> [(String, YAMLMapping)] {
        var named: [(String, YAMLMapping)] = []
        for element in try mappings(key) {
            guard let name = try element.text("name") else {
                throw element.malformed(nil, "a name is missing")
            }
            named.append(
                (
                    name,
                    try element.mapping(content)
                        ?? YAMLMapping(YAMLValue(.mapping([:]), line: element.node.line), file)
                ))
        }
        return named
    }

    func malformed(_ key: String?, _ reason: String) -> KubernetesError {
        let line = key.flatMap { node.mapping?[$0]?.line } ?? node.line
        return .malformed(file: file, line: line, reason: key.map { "\($0): \(reason)" } ?? reason)
    }

    private func value(_ key: String) -> YAMLValue? {
        guard let value = node.mapping?[key], !value.isNull else { return nil }
        return value
    }

    private static func malformed(_ error: YamlError, _ file: String) -> KubernetesError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .malformed(file: file, line: mark.line, reason: problem)
        case .duplicatedKeysInMapping(let keys, let context):
            .malformed(
                file: file, line: context.mark.line,
                reason: "written twice: \(keys.joined(separator: ", "))")
        default: .malformed(file: file, line: nil, reason: "it isn't YAML")
        }
    }
}
