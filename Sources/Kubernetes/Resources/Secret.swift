package import Foundation

/// A Secret with its values decoded from base64; it describes itself without them.
package struct Secret: Resource, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package static var endpoint: ResourceEndpoint { .secrets }

    package var metadata: ObjectMeta
    package var type: String
    package var data: [String: Data]

    private enum Key: CodingKey { case metadata, type, data }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        type = try container.value(.type, else: "Opaque")
        data = try container.value(.data, else: [:])
    }

    /// A value as text, or nil when it's missing or not UTF-8.
    package subscript(_ key: String) -> String? { data[key].flatMap { String(data: $0, encoding: .utf8) } }

    package var description: String { "Secret \(metadata.name) (\(data.count) values)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["metadata": metadata.name]) }
}
