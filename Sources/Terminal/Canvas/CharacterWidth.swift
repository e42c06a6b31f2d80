import CNcurses

/// How many columns text takes, by the C library's `wcwidth` for UTF-8, which is what curses goes by too.
package enum CharacterWidth {
    /// The columns of one scalar: 0 for a combining mark, -1 for what cannot be shown.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 {
            return value < 0x20 || (value >= 0x7F && value < 0xA0) ? -1 : value == 0xAD ? -1 : 1
        }
        return Int(cn_wcwidth(value))
    }

    /// The columns that `text` takes on a canvas, after `PrintableText` has made it harmless.
    package static func columns(of text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        var total = 0
        PrintableText.forEachCluster(text) { cluster in
            total += cluster.columns
            return true
        }
        return total
    }
}
