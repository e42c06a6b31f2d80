/// Why a theme could not be used.
package enum ThemeError: Error, Hashable, CustomStringConvertible {
    case unknown(name: String, known: [String])
    case unreadable(file: String, reason: String)
    /// A mistake in a theme file; lines count from 1.
    case invalid(file: String, line: Int, reason: String)

    package var description: String {
        switch self {
        case .unknown(let name, let known):
            "there is no theme '\(name)'; choose one of \(known.joined(separator: ", "))"
        case .unreadable(let file, let reason): "\(file): the theme can't be read (\(reason))"
        case .invalid(let file, let line, let reason): "\(file):\(line): \(reason)"
        }
    }
}
