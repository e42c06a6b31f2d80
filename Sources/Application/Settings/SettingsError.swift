/// Why the settings can't be used.
package enum SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    case wrongValue(key: String, value: String, source: SettingSource, allowed: String)
    case unknownKey(String, source: SettingSource, nearest: String?)
    case malformed(path: String, line: Int, reason: String)
    case unreadable(path: String, reason: String)

    package var description: String {
        switch self {
        case .wrongValue(let key, let value, let source, let allowed):
            "\(source): \(key) is “\(value)”; allowed: \(allowed)"
        case .unknownKey(let key, let source, let nearest):
            "\(source): no setting is named \(key)" + (nearest.map { "; did you mean \($0)?" } ?? "")
                + "; `urumi doctor` lists them all"
        case .malformed(let path, let line, let reason): "\(path):\(line): \(reason)"
        case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
        }
    }
}
