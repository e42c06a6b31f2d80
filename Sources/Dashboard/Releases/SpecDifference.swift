package import Domain

/// What differs between two wishes for a store.
package struct SpecDifference: Hashable, Sendable {
    /// One thing that differs; an empty side is "not set".
    package struct Change: Hashable, Sendable, CustomStringConvertible {
        package let title: String
        package let before: String
        package let after: String

        package var description: String {
            "\(title): \(before.isEmpty ? "not set" : before) -> \(after.isEmpty ? "not set" : after)"
        }
    }

    package let changes: [Change]

    package init(from before: StoreSpec, to after: StoreSpec) {
        var changes: [Change] = []
        func compare(_ title: String, _ before: String, _ after: String) {
            if before != after { changes.append(Change(title: title, before: before, after: after)) }
        }
        compare("size", before.size.rawValue, after.size.rawValue)
        compare("hosts", before.hosts.joined(separator: " "), after.hosts.joined(separator: " "))
        if before.chartDigest != after.chartDigest {
            compare("chart", Self.chart(before), Self.chart(after))
        }
        for (key, before, after) in Self.values(before.overrides, after.overrides) {
            compare(key, before, after)
        }
        compare("ingress class", before.ingressClass ?? "", after.ingressClass ?? "")
        compare("TLS issuer", before.tlsIssuer ?? "", after.tlsIssuer ?? "")
        compare("storage class", before.storageClass ?? "", after.storageClass ?? "")
        self.changes = changes
    }

    package var isEmpty: Bool { changes.isEmpty }

    /// Such as `0.1.0 (a1b2c3d4)`; two charts may differ under one version.
    private static func chart(_ spec: StoreSpec) -> String {
        "\(spec.chartVersion) (\(spec.chartDigest.prefix(8)))"
    }

    /// The chart values of which either side has an assignment, in the order in which they were made.
    private static func values(_ before: [String], _ after: [String]) -> [(String, String, String)] {
        let (before, after) = (before.map(split), after.map(split))
        var keys: [String] = []
        for (key, _) in before + after where !keys.contains(key) { keys.append(key) }
        return keys.map { key in
            (key, before.last { $0.0 == key }?.1 ?? "", after.last { $0.0 == key }?.1 ?? "")
        }
    }

    private static func split(_ assignment: String) -> (String, String) {
        guard let equals = assignment.firstIndex(of: "=") else { return (assignment, "") }
        return (String(assignment[..<equals]), String(assignment[assignment.index(after: equals)...]))
    }
}
