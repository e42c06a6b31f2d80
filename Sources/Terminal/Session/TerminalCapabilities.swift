import CNcurses
import Glibc

/// What the terminal can do, as far as is known before it's opened.
package struct TerminalCapabilities: Hashable, Sendable {
    /// The user's TERM.
    package let term: String
    /// The entry of the terminal database to use: TERM's, or its kin with 24-bit colour.
    let entry: String
    package let depth: ColorDepth
    package let utf8: Bool
    /// Knows xterm's private modes (mouse, paste, titles) or ignores them without a trace.
    let isModern: Bool
    let multiplexer: Multiplexer?

    enum Multiplexer: Hashable, Sendable {
        case tmux, screen
    }

    /// Looks at standard input and output, the environment, the locale and the terminal database. Sets the
    /// process's character type locale.
    package static func detect(
        environment: [String: String], ascii: Bool = false
    ) throws(TerminalError) -> TerminalCapabilities {
        if isatty(STDIN_FILENO) == 0 { throw .notATerminal(stream: "standard input") }
        if isatty(STDOUT_FILENO) == 0 { throw .notATerminal(stream: "standard output") }
        guard let term = environment["TERM"], !term.isEmpty else { throw .termUnset }
        var (colors, direct): (Int32, Int32) = (0, 0)
        switch cn_terminfo_probe(term, &colors, &direct) {
        case 0: throw .unknownTerminal(name: term)
        case -1: throw .incapable(name: term)
        default: break
        }
        var entry = term
        if direct == 0, colors >= 256, wantsDirect(environment) {
            for name in directNames(term) {
                var (found, isDirect): (Int32, Int32) = (0, 0)
                if cn_terminfo_probe(name, &found, &isDirect) == 1, isDirect != 0 {
                    (entry, direct) = (name, isDirect)
                    break
                }
            }
        }
        return TerminalCapabilities(
            term: term, entry: entry,
            depth: ColorDepth.detect(colors: Int(colors), direct: direct != 0, environment: environment),
            utf8: cn_set_locale() == 1 && !ascii,
            isModern: !["linux", "vt", "cons", "ansi", "sun", "wy", "dumb"].contains { term.hasPrefix($0) },
            multiplexer: environment["TMUX"]?.isEmpty == false
                ? .tmux : environment["STY"]?.isEmpty == false ? .screen : nil)
    }

    /// The variables that `detect` looks at, as they are now.
    package static func environment() -> [String: String] {
        let names = ["TERM", "COLORTERM", "NO_COLOR", "TMUX", "STY"]
        return names.reduce(into: [:]) { found, name in
            if let value = getenv(name) { found[name] = String(cString: value) }
        }
    }

    package var glyphs: Glyphs { utf8 ? .unicode : .ascii }

    static func wantsDirect(_ environment: [String: String]) -> Bool {
        let value = environment["COLORTERM"]
        return (value == "truecolor" || value == "24bit") && (environment["NO_COLOR"] ?? "").isEmpty
    }

    /// Entries that may name the same terminal with 24-bit colour.
    static func directNames(_ term: String) -> [String] {
        let suffix = "-256color"
        let base = term.hasSuffix(suffix) ? String(term.dropLast(suffix.count)) : term
        if base == "screen" { return ["tmux-direct"] }
        return base == "xterm" ? ["xterm-direct"] : ["\(base)-direct"]
    }
}
