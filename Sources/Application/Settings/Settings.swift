internal import Domain

/// The settings, checked and typed.
package struct Settings: Sendable {
    package let sources: SettingsSources
    package let debug: Bool
    /// The path that `DATABASE_URL` names, or nil for the state folder's own.
    package let databasePath: String?
    package let inCluster: Bool
    package let helmBinary: String
    package let baseDomain: String
    /// nil is the scheme's own.
    package let publicPort: Int?
    package let ingressClass: String?
    package let ingressNamespace: String?
    package let maxStores: Int
    package let provisionTimeoutSeconds: Int
    package let rateLimitPerMinute: Int
    package let namespacePrefix: String
    package let tlsIssuer: String?
    package let storageClass: String?
    package let workerConcurrency: Int
    package let theme: String
    package let apiToken: String?

    /// - Throws: `SettingsError.wrongValue` for the first value that can't be used, saying what can.
    package init(_ sources: SettingsSources) throws(SettingsError) {
        self.sources = sources
        debug = try Self.flag(.debug, sources)
        databasePath = try Self.database(sources)
        inCluster = try Self.flag(.inCluster, sources)
        helmBinary = sources[.helmBinary].text
        baseDomain = try Self.host(.baseDomain, sources)
        publicPort =
            sources[.publicPort].text.isEmpty ? nil : try Self.number(.publicPort, 1...65_535, sources)
        ingressClass = Self.optional(.ingressClass, sources)
        ingressNamespace = Self.optional(.ingressNamespace, sources)
        maxStores = try Self.number(.maxStores, 1...100_000, sources)
        provisionTimeoutSeconds = try Self.number(.provisionTimeout, 10...86_400, sources)
        rateLimitPerMinute = try Self.number(.rateLimit, 1...100_000, sources)
        workerConcurrency = try Self.number(.workerConcurrency, 1...64, sources)
        tlsIssuer = Self.optional(.tlsIssuer, sources)
        storageClass = Self.optional(.storageClass, sources)
        theme = sources[.theme].text
        apiToken = Self.optional(.apiToken, sources)
        namespacePrefix = sources[.namespacePrefix].text
        if let problem = StoreNamespace.problem(inPrefix: namespacePrefix) {
            throw Self.wrong(.namespacePrefix, sources, allowed: problem)
        }
    }

    private static func wrong(_ key: SettingKey, _ sources: SettingsSources, allowed: String) -> SettingsError
    {
        let setting = sources[key]
        return .wrongValue(
            key: key.rawValue, value: key.isSecret ? "…" : setting.text, source: setting.source,
            allowed: allowed)
    }

    private static func flag(_ key: SettingKey, _ sources: SettingsSources) throws(SettingsError) -> Bool {
        switch sources[key].text.lowercased() {
        case "true", "1", "yes", "on": true
        case "false", "0", "no", "off": false
        default: throw wrong(key, sources, allowed: "true or false")
        }
    }

    private static func number(
        _ key: SettingKey, _ range: ClosedRange<Int>, _ sources: SettingsSources
    ) throws(SettingsError) -> Int {
        guard let number = Int(sources[key].text), range.contains(number) else {
            throw wrong(key, sources, allowed: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func optional(_ key: SettingKey, _ sources: SettingsSources) -> String? {
        let text = sources[key].text
        return text.isEmpty ? nil : text
    }

    private static func host(_ key: SettingKey, _ sources: SettingsSources) throws(SettingsError) -> String {
        let text = sources[key].text
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        let isHost = labels.allSatisfy { label in
            !label.isEmpty && label.count <= 63 && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
                }
        }
        guard isHost, text.count <= 200 else {
            throw wrong(
                key, sources, allowed: "a domain such as localhost or shops.example.org, in lower case")
        }
        return text
    }

    private static func database(_ sources: SettingsSources) throws(SettingsError) -> String? {
        let text = sources[.databaseURL].text
        if text.isEmpty { return nil }
        for scheme in ["sqlite:///", "sqlite+aiosqlite:///"] where text.hasPrefix(scheme) {
            let path = String(text.dropFirst(scheme.count))
            if !path.isEmpty { return path }
        }
        throw wrong(.databaseURL, sources, allowed: "sqlite:///PATH (four slashes for an absolute path)")
    }
}
