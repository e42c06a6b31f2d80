/// A kind that can be read from the API; only the fields that are used are decoded.
package protocol Resource: Decodable, Sendable {
    static var endpoint: ResourceEndpoint { get }
    /// Whether lists and watches ask for the metadata alone, so that the contents stay where they are.
    static var isMetadataOnly: Bool { get }
    var metadata: ObjectMeta { get }
}

extension Resource {
    package static var isMetadataOnly: Bool { false }
}

extension KeyedDecodingContainer {
    /// The member's value, or `fallback` when it's missing or null.
    func value<T: Decodable>(_ key: Key, else fallback: T) throws -> T {
        try decodeIfPresent(T.self, forKey: key) ?? fallback
    }

    /// A number of things, which the API has in 32 bits: beyond these it's held at the limit, so that many can
    /// be added up.
    func count(_ key: Key, else fallback: Int = 0) throws -> Int {
        try value(key, else: fallback).clampedCount
    }
}

extension Int {
    /// The nearest number that 32 bits hold.
    var clampedCount: Int { Int(Int32(clamping: self)) }
}
