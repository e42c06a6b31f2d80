import FoundationEssentials

/// Values that stand as JSON in a column.
enum JSONText {
    static func encode(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .millisecondsSince1970
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func decode<T: Decodable>(_ type: T.Type = T.self, from text: String) throws -> T {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return try decoder.decode(type, from: Data(text.utf8))
    }

    /// Most lists are empty, and a list of a thousand stores is read often.
    static func strings(_ text: String) throws -> [String] {
        text == "[]" ? [] : try decode(from: text)
    }

    /// What a column with an unknown word is refused with.
    static func unknown(_ column: String, _ value: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "\(column): \(value)"))
    }
}
