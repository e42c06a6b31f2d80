/// Helm's version, and all that differs between the versions that urumi drives.
package struct HelmVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let major: Int
    package let minor: Int
    package let patch: Int

    /// The oldest Helm whose flags and JSON are known to fit.
    package static let oldest = HelmVersion(3, 17, 0)

    package init(_ major: Int, _ minor: Int, _ patch: Int) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    /// Reads what `helm version --template '{{.Version}}'` prints: `v3.17.3`, `v4.0.0-rc.1+g12ab`.
    package init?(parsing text: String) {
        var text = text[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        if text.first == "v" { text.removeFirst() }
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let parts = core.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in part.allSatisfy(\.isNumber) ? Int(part) : nil }
        guard parts.count == 3, numbers.count == 3 else { return nil }
        self.init(numbers[0], numbers[1], numbers[2])
    }

    /// Whether urumi can drive this Helm.
    package var isSupported: Bool { self >= Self.oldest }

    /// What makes `helm list` show every state: Helm 3 hides pending releases, Helm 4 has no such flag.
    var listEveryState: [String] { major < 4 ? ["--all"] : [] }

    package var description: String { "v\(major).\(minor).\(patch)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}
