/// How a store's namespace is called.
package enum StoreNamespace {
    /// The most a namespace's name may have (RFC 1123 label).
    package static let longest = 63

    /// `prefix` + `name`; where that would be too long, the prefix gives way, as names are unique.
    package static func name(prefix: String, store: StoreName) -> String {
        let kept = prefix.prefix(longest - store.description.count)
        return kept + store.description
    }

    /// What keeps `prefix` from starting a namespace's name, or nil.
    package static func problem(inPrefix prefix: String) -> String? {
        let allowed = prefix.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "-")
        }
        if !allowed { return "only a-z, 0-9 and - are allowed" }
        if prefix.hasPrefix("-") { return "it doesn't start with -" }
        if prefix.count > longest - StoreName.lengths.upperBound {
            return "at most \(longest - StoreName.lengths.upperBound) characters"
        }
        return nil
    }
}
