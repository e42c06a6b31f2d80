import Kubernetes

/// An amount of cpu, memory, storage or objects, as in `500m`, `128Mi` or `3`. Kept in thousandths;
/// printed in the family of units (decimal or binary) that it was read in.
struct ResourceAmount: Sendable, Hashable, Comparable {
    enum Family: Sendable, Hashable { case decimal, binary }

    private(set) var thousandths: Int64
    private(set) var family: Family

    static let zero = ResourceAmount(thousandths: 0, family: .decimal)

    init(thousandths: Int64, family: Family = .decimal) {
        self.thousandths = thousandths
        self.family = family
    }

    init(count: Int) { self.init(thousandths: Int64(count) * 1000) }

    init?(_ json: JSONValue?) {
        switch json {
        case .string(let text): self.init(text)
        case .integer(let number):
            self.init(thousandths: number.multipliedReportingOverflow(by: 1000).partialValue)
        case .number(let number): self.init(thousandths: Int64(exactly: (number * 1000).rounded()) ?? 0)
        default: return nil
        }
    }

    init?(_ text: String) {
        let end = text.firstIndex { !($0.isNumber || $0 == "." || $0 == "-" || $0 == "+") } ?? text.endIndex
        guard let number = Double(text[..<end]) else { return nil }
        let suffix = text[end...]
        let binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
        let decimal = [
            "n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
        ]
        var factor: Double
        if let power = binary.firstIndex(of: String(suffix)) {
            factor = 1
            for _ in 0...power { factor *= 1024 }
            family = .binary
        } else if let known = decimal[String(suffix)] {
            factor = known
            family = .decimal
        } else if suffix.first == "e" || suffix.first == "E", let exponent = Int(suffix.dropFirst()) {
            factor = 1
            for _ in 0..<abs(exponent) { factor = exponent < 0 ? factor / 10 : factor * 10 }
            family = .decimal
        } else {
            return nil
        }
        guard let exact = Int64(exactly: (number * factor * 1000).rounded(.up)) else { return nil }
        thousandths = exact
    }

    static func < (left: Self, right: Self) -> Bool { left.thousandths < right.thousandths }
    static func == (left: Self, right: Self) -> Bool { left.thousandths == right.thousandths }
    func hash(into hasher: inout Hasher) { hasher.combine(thousandths) }

    static func + (left: Self, right: Self) -> Self {
        let sum = left.thousandths.addingReportingOverflow(right.thousandths)
        return Self(
            thousandths: sum.overflow ? .max : sum.partialValue,
            family: left.thousandths == 0 ? right.family : left.family)
    }

    static func - (left: Self, right: Self) -> Self {
        Self(thousandths: left.thousandths - right.thousandths, family: left.family)
    }
}

extension ResourceAmount: CustomStringConvertible {
    /// The canonical form: the largest unit that needs no fraction.
    var description: String {
        guard thousandths % 1000 == 0 else { return "\(thousandths)m" }
        var number = thousandths / 1000
        guard number != 0 else { return "0" }
        let (step, units): (Int64, [String]) =
            family == .binary
            ? (1024, ["", "Ki", "Mi", "Gi", "Ti", "Pi"]) : (1000, ["", "k", "M", "G", "T", "P"])
        var unit = 0
        while number % step == 0, unit < units.count - 1 {
            number /= step
            unit += 1
        }
        return "\(number)\(units[unit])"
    }
}
