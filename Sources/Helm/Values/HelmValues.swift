import Foundation

/// The values given to a chart: an object of nested values. Never holds a secret.
package struct HelmValues: Sendable, Hashable, Codable, ExpressibleByDictionaryLiteral {
    package var root: [String: HelmValue]

    package init(_ root: [String: HelmValue] = [:]) { self.root = root }

    package init(dictionaryLiteral elements: (String, HelmValue)...) {
        self.init(Dictionary(elements) { $1 })
    }

    /// Reads a JSON object, as `helm get values -o json` prints it (`null` when none were given).
    package init(json: some Sequence<UInt8>) throws {
        switch try JSONDecoder().decode(HelmValue.self, from: Data(json)) {
        case .object(let root): self.init(root)
        case .null: self.init()
        default:
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "the values are not a JSON object"))
        }
    }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String: HelmValue].self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(root)
    }

    /// The value at a path of keys, or nil.
    package subscript(path: String...) -> HelmValue? {
        var value = HelmValue.object(root)
        for key in path {
            guard case .object(let object) = value, let next = object[key] else { return nil }
            value = next
        }
        return value
    }

    /// These values with `other` laid over them: objects key by key, everything else replaced, a null kept
    /// (Helm takes it as "remove the chart's default").
    package func merging(_ other: HelmValues) -> HelmValues {
        HelmValues(root.merging(other.root) { $0.merging($1) })
    }

    /// These values with `--set` expressions laid over them in turn.
    package func applying(settings: [String]) throws(HelmError) -> HelmValues {
        var result = self
        for setting in settings { result = result.merging(try HelmValues(setting: setting)) }
        return result
    }

    /// JSON with sorted keys: equal values give equal bytes.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: ".inf", negativeInfinity: "-.inf", nan: ".nan")
        // Every case encodes: the types are JSON's own.
        return [UInt8]((try? encoder.encode(root)) ?? Data("{}".utf8))
    }
}
