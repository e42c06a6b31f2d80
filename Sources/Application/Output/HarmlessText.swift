/// Text from anywhere, such as a pod's log, made safe to write to a terminal: what would steer it is shown as
/// `^X` or `·`, and what would turn the direction of text is left out.
package enum HarmlessText {
    /// All lines; line breaks and tabs stay.
    package static func lines(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isHarmful($0) }) else { return text }
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard isHarmful(scalar) else {
                shown.append(scalar)
                continue
            }
            switch scalar.value {
            case 0x0D: continue
            case ..<0x20, 0x7F:
                shown.append("^")
                if let letter = Unicode.Scalar(scalar.value ^ 0x40) { shown.append(letter) }
            case 0x80...0x9F: shown.append("·")
            default: continue
            }
        }
        return String(shown)
    }

    /// The first line that says something, with `…` where more follow: what a cell of a table has room for.
    package static func line(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        guard let first = lines.first else { return "" }
        let shown = Self.lines(String(first)).replacing("\t", with: " ")
        return lines.count > 1 ? shown + " …" : shown
    }

    private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case ..<0x20, 0x7F...0x9F, 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
