/// How many colours a terminal shows.
package enum ColorDepth: Int, Hashable, Sendable, Comparable {
    case monochrome = 0
    case ansi8 = 8
    case ansi16 = 16
    case ansi256 = 256
    case direct = 16_777_216

    package static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }

    /// From what the terminal database says and the environment wants. `NO_COLOR` counts when it isn't empty.
    static func detect(colors: Int, direct: Bool, environment: [String: String]) -> ColorDepth {
        if environment["NO_COLOR"]?.isEmpty == false { return .monochrome }
        if direct { return .direct }
        return switch colors {
        case 256...: .ansi256
        case 16...: .ansi16
        case 8...: .ansi8
        default: .monochrome
        }
    }
}
