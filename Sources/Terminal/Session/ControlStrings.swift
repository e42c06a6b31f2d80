/// What is sent to a terminal beside the picture.
enum ControlStrings {
    static let mouseOn = "\u{1B}[?1000h\u{1B}[?1006h"
    static let mouseOff = "\u{1B}[?1006l\u{1B}[?1000l"
    static let pasteOn = "\u{1B}[?2004h"
    static let pasteOff = "\u{1B}[?2004l"
    static let synchronizedMode = 2026
    static let synchronizedQuery = "\u{1B}[?2026$p"
    static let synchronizedOn = "\u{1B}[?2026h"
    static let synchronizedOff = "\u{1B}[?2026l"
    static let titlePush = "\u{1B}[22;0t"
    static let titlePop = "\u{1B}[23;0t"

    static func title(_ text: String) -> String {
        let shown = text.unicodeScalars.filter { $0.properties.generalCategory != .control }
        return "\u{1B}]2;\(String(String.UnicodeScalarView(shown)))\u{07}"
    }

    /// OSC 52. tmux takes it itself or hands it on by its `set-clipboard`, or passes the wrapped one through
    /// by its `allow-passthrough`, so that it's given both; both put the same there.
    static func copy(_ text: String, within multiplexer: TerminalCapabilities.Multiplexer?) -> String {
        let plain = "\u{1B}]52;c;\(Base64.encode(Array(text.utf8)))\u{07}"
        return switch multiplexer {
        case nil: plain
        case .tmux: plain + "\u{1B}Ptmux;\u{1B}" + plain + "\u{1B}\\"
        case .screen: "\u{1B}P" + plain + "\u{1B}\\"
        }
    }
}

enum Base64 {
    static func encode(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0..<4 {
                let digit = Int(value >> UInt32(18 - 6 * place) & 63)
                out.append(place <= group.count ? alphabet[digit] : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
