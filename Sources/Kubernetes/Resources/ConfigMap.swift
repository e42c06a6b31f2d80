/// A ConfigMap's text values.
package struct ConfigMap: Resource, Hashable {
    package static var endpoint: ResourceEndpoint { .configMaps }

    package var metadata: ObjectMeta
    package var data: [String: String]

    private enum Key: CodingKey { case metadata, data }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        metadata = try container.decode(ObjectMeta.self, forKey: .metadata)
        data = try container.value(.data, else: [:])
    }
}
