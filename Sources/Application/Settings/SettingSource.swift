/// Where a setting's value came from.
package enum SettingSource: Hashable, Sendable, CustomStringConvertible {
    case flag(String)
    case environment
    case file(path: String, line: Int)
    case builtIn

    package var description: String {
        switch self {
        case .flag(let name): "flag \(name)"
        case .environment: "environment"
        case .file(let path, let line): "\(path):\(line)"
        case .builtIn: "default"
        }
    }
}

/// A setting's text together with where it came from.
package struct SettingText: Hashable, Sendable {
    package var text: String
    package var source: SettingSource

    package init(text: String, source: SettingSource) {
        self.text = text
        self.source = source
    }
}
