import Foundation

extension Glyphs {
    /// The scalar as this table's terminals can show it: itself, or in ASCII its nearest, without accents.
    func substitute(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard isASCII, scalar.value >= 0x7F else { return scalar }
        switch scalar {
        case "…": return "~"
        case "·", "•": return "-"
        case "—", "–", "─": return "-"
        case "‘", "’": return "'"
        case "“", "”": return "\""
        case "→": return ">"
        case "←": return "<"
        case "×": return "x"
        default:
            let base = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.first
            return base.flatMap { $0.isASCII ? $0 : nil } ?? "?"
        }
    }
}
