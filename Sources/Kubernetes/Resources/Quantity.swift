/// An amount of a resource ("500m", "1.5Gi", "2e3"), in thousandths of its unit so that CPU shares stay exact.
package struct Quantity: Sendable, Hashable, Comparable {
    /// Amounts beyond 64 bits are held at the limit.
    package var thousandths: Int64

    package init(thousandths: Int64) { self.thousandths = thousandths }

    /// nil when the text is no quantity; below a thousandth it's rounded up, as the API does.
    package init?(_ text: String) {
        let suffixStart = Self.suffixStart(of: text)
        guard let number = Double(text[..<suffixStart]), number.isFinite,
            let scale = Self.scales[String(text[suffixStart...])]
        else { return nil }
        let exact = number * scale * 1_000
        let nearest = exact.rounded()
        let isWhole = (exact - nearest).magnitude <= max(1e-9, exact.magnitude * 1e-15)
        let rounded = isWhole ? nearest : exact.rounded(.up)
        self.init(saturating: rounded)
    }

    /// - Parameter amount: whole thousandths, and no NaN.
    private init(saturating amount: Double) {
        thousandths = Int64(exactly: amount) ?? (amount < 0 ? .min : .max)
    }

    package var value: Double { Double(thousandths) / 1_000 }

    package static func < (left: Self, right: Self) -> Bool { left.thousandths < right.thousandths }

    private static func suffixStart(of text: String) -> String.Index {
        var index = text.endIndex
        while index > text.startIndex {
            let previous = text.index(before: index)
            guard text[previous].isASCII, text[previous].isLetter else { break }
            index = previous
        }
        return index
    }

    private static let scales: [String: Double] = [
        "": 1, "n": 1e-9, "u": 1e-6, "m": 1e-3, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18,
        "Ki": 0x1p10, "Mi": 0x1p20, "Gi": 0x1p30, "Ti": 0x1p40, "Pi": 0x1p50, "Ei": 0x1p60,
    ]
}

extension Quantity: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            guard let quantity = Quantity(text) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "no quantity: \(text)")
            }
            self = quantity
        } else {
            self.init(saturating: (try container.decode(Double.self) * 1_000).rounded(.up))
        }
    }
}
