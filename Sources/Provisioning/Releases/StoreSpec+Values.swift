internal import Domain
internal import Helm

extension StoreSpec {
    /// What a revision's values tell of what was wanted; the engine, and what they don't tell, are as in `other`.
    init(_ values: HelmValues, chartVersion: String?, like other: StoreSpec) {
        self = other
        if let version = chartVersion, version != other.chartVersion {
            self.chartVersion = version
            // Which files that chart had isn't known any more.
            chartDigest = ""
        }
        var rest = values.root
        for key in ["existingSecret", "storeId"] { rest[key] = nil }
        if case .string(let text)? = rest.removeValue(forKey: "size") {
            size = StoreSize(rawValue: text) ?? size
        }
        if case .list(let items)? = Self.take("ingress", "hosts", from: &rest) {
            hosts = items.compactMap { if case .string(let host) = $0 { host } else { nil } }
        }
        ingressClass = Self.take("ingress", "className", from: &rest)?.word
        tlsIssuer = Self.take("tls", "issuer", from: &rest)?.word
        storageClass = rest.removeValue(forKey: "storageClass")?.word
        overrides = Self.assignments(.object(rest), at: []).sorted()
    }

    private static func take(
        _ group: String, _ key: String, from values: inout [String: HelmValue]
    ) -> HelmValue? {
        guard case .object(var members)? = values[group] else { return nil }
        let value = members.removeValue(forKey: key)
        values[group] = members.isEmpty ? nil : .object(members)
        return value
    }

    /// As `--set` takes them.
    private static func assignments(_ value: HelmValue, at path: [String]) -> [String] {
        if case .object(let members) = value {
            return members.flatMap { assignments($1, at: path + [escaped($0)]) }
        }
        return [path.joined(separator: ".") + "=" + text(value)]
    }

    private static func text(_ value: HelmValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): escaped(value, beyondKeys: false)
        case .list(let items): "{" + items.map(text).joined(separator: ",") + "}"
        case .object: "null"
        }
    }

    private static func escaped(_ text: String, beyondKeys: Bool = true) -> String {
        let special: Set<Character> = beyondKeys ? ["\\", ",", ".", "=", "["] : ["\\", ",", "{", "}"]
        return String(text.flatMap { special.contains($0) ? ["\\", $0] : [$0] })
    }
}

extension HelmValue {
    fileprivate var word: String? {
        if case .string(let text) = self, !text.isEmpty { text } else { nil }
    }
}
