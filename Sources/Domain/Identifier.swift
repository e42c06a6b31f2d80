package import FoundationEssentials

/// An identity, given once and never reused, that can't be taken for that of another kind of thing.
package struct Identifier<Subject>: Hashable, Sendable, Codable, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// Reads the lower- or upper-case text form; nil for anything else.
    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }

    package init(from decoder: any Decoder) throws {
        uuid = try decoder.singleValueContainer().decode(UUID.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Lower case, as label values are compared by their bytes.
    package var description: String { uuid.uuidString.lowercased() }

    /// The first eight digits, for people.
    package var short: String { String(description.prefix(8)) }
}

/// A store's identity, which every object of the store carries as a label.
package typealias StoreID = Identifier<Store>

/// A job's identity, which is also the operation id that stands on what the job makes in the cluster.
package typealias JobID = Identifier<Job>
