/// Finds the table headers at which toml++ doesn't fail but end the process: those that begin with anything but
/// a key. Lists within lists look alike at a line's start; no file of ours has any.
package enum TOMLHeaders {
    /// The line, from 1, of the first header that can't be parsed; nil where all can.
    package static func firstBroken(in text: String) -> Int? {
        let rows = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, row) in rows.enumerated() {
            var rest = row.unicodeScalars.drop { $0.properties.isWhitespace || $0 == "\u{FEFF}" }
            guard rest.first == "[" else { continue }
            rest = rest.dropFirst().drop { $0.properties.isWhitespace }
            if rest.first == "[" { rest = rest.dropFirst().drop { $0.properties.isWhitespace } }
            guard let first = rest.first, beginsKey(first) else { return index + 1 }
        }
        return nil
    }

    private static func beginsKey(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "\"", "'": true
        default: false
        }
    }
}
