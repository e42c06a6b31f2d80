import Foundation

/// One value in a chart's values: JSON's types, with integers apart from other numbers.
package enum HelmValue: Sendable, Hashable, Codable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case list([HelmValue])
    case object([String: HelmValue])

    // The containers come first and whatever fails within them is the end of it: to try one type after the
    // other for a whole document deep would take its size to a power.
    package init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
            var values: [HelmValue] = []
            while !list.isAtEnd { values.append(try list.decode(HelmValue.self)) }
            self = .list(values)
        } else if let object = try? decoder.container(keyedBy: Name.self) {
            var members: [String: HelmValue] = [:]
            for key in object.allKeys {
                members[key.stringValue] = try object.decode(HelmValue.self, forKey: key)
            }
            self = .object(members)
        } else {
            self = try Self.scalar(try decoder.singleValueContainer())
        }
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> HelmValue {
        if container.decodeNil() { return .null }
        if let value = try? container.decode(Bool.self) { return .bool(value) }
        if let value = try? container.decode(Int.self) { return .integer(value) }
        if let value = try? container.decode(Double.self) { return .number(value) }
        return .string(try container.decode(String.self))
    }

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// Objects are merged key by key; anything else is replaced.
    func merging(_ other: HelmValue) -> HelmValue {
        guard case .object(let mine) = self, case .object(let theirs) = other else { return other }
        return .object(mine.merging(theirs) { $0.merging($1) })
    }
}

extension HelmValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(arrayLiteral elements: HelmValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, HelmValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
    package init(nilLiteral: ()) { self = .null }
}
